CREATE TABLE "message_edits" (
	"message_id" uuid NOT NULL,
	"change" bigint NOT NULL,
	"body" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "message_edits_key" PRIMARY KEY("message_id","change")
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "visible_after" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "reactions" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "change" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "changed_at_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "last_change" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "message_edits" ADD CONSTRAINT "message_edits_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "messages_change_index" ON "messages" USING btree ("room_id","change") WHERE "messages"."change" > 0;--> statement-breakpoint
CREATE INDEX "messages_changed_at_index" ON "messages" USING btree ("room_id","changed_at_seq") WHERE "messages"."change" > 0;