CREATE TABLE "mentions" (
	"user_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "mentions_key" PRIMARY KEY("user_id","room_id","seq")
);
--> statement-breakpoint
CREATE TABLE "thread_follows" (
	"root_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"is_following" boolean DEFAULT true NOT NULL,
	"read_no" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "thread_follows_key" PRIMARY KEY("root_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"root_id" uuid PRIMARY KEY NOT NULL,
	"room_id" uuid NOT NULL,
	"last_no" bigint NOT NULL,
	"last_seq" bigint NOT NULL,
	"last_reply_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "read_main" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "unread_mentions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "notify" text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "quiet_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "thread_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "thread_no" bigint;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "main_no" bigint;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "last_main" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_follows" ADD CONSTRAINT "thread_follows_root_id_threads_root_id_fk" FOREIGN KEY ("root_id") REFERENCES "public"."threads"("root_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_follows" ADD CONSTRAINT "thread_follows_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_root_id_messages_id_fk" FOREIGN KEY ("root_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "thread_follows_user_index" ON "thread_follows" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "threads_room_index" ON "threads" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "messages_author_index" ON "messages" USING btree ("author_id","room_id","seq");--> statement-breakpoint
CREATE INDEX "messages_thread_index" ON "messages" USING btree ("thread_id","seq") WHERE "messages"."thread_id" is not null;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_notify_known" CHECK ("memberships"."notify" in ('all', 'mentions', 'nothing'));--> statement-breakpoint
UPDATE "rooms" SET "last_main" = "last_seq";--> statement-breakpoint
UPDATE "memberships" SET "read_main" = "last_read_seq";
