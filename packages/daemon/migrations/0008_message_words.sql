CREATE TABLE "message_words" (
	"message_id" uuid PRIMARY KEY NOT NULL,
	"room_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"change" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"has_link" boolean NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message_words_progress" (
	"room_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"change" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "message_words" ADD CONSTRAINT "message_words_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_words_progress" ADD CONSTRAINT "message_words_progress_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "message_words_index" ON "message_words" USING gin ("words");--> statement-breakpoint
CREATE INDEX "message_words_time_index" ON "message_words" USING btree ("created_at","message_id");--> statement-breakpoint
CREATE INDEX "message_words_room_index" ON "message_words" USING btree ("room_id","created_at","message_id");--> statement-breakpoint
CREATE INDEX "message_words_author_index" ON "message_words" USING btree ("author_id","created_at","message_id");