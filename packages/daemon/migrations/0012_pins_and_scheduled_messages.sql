CREATE TABLE "scheduled_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"room_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"body" text NOT NULL,
	"thread_id" uuid,
	"send_at" timestamp with time zone NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "pinned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "scheduled_messages" ADD CONSTRAINT "scheduled_messages_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheduled_messages" ADD CONSTRAINT "scheduled_messages_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "scheduled_messages_client_key" ON "scheduled_messages" USING btree ("author_id","client_id");--> statement-breakpoint
CREATE INDEX "scheduled_messages_author_index" ON "scheduled_messages" USING btree ("author_id","send_at");--> statement-breakpoint
CREATE INDEX "scheduled_messages_due_index" ON "scheduled_messages" USING btree ("send_at") WHERE "scheduled_messages"."failure" is null;--> statement-breakpoint
CREATE INDEX "messages_pinned_index" ON "messages" USING btree ("room_id","pinned_at") WHERE "messages"."pinned_at" is not null;