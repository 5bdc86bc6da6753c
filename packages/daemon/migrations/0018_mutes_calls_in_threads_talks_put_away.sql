CREATE TABLE "room_mutes" (
	"room_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "room_mutes_key" PRIMARY KEY("room_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "thread_mentions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "hidden_seq" bigint;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "thread_id" uuid;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "thread_no" bigint;--> statement-breakpoint
ALTER TABLE "room_mutes" ADD CONSTRAINT "room_mutes_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_mutes" ADD CONSTRAINT "room_mutes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mentions_thread_index" ON "mentions" USING btree ("user_id","thread_id","thread_no") WHERE "mentions"."thread_id" is not null;