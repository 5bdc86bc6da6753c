CREATE TABLE "room_webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"room_id" uuid NOT NULL,
	"bot_id" uuid NOT NULL,
	"creator_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_bot" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "room_webhooks" ADD CONSTRAINT "room_webhooks_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_webhooks" ADD CONSTRAINT "room_webhooks_bot_id_users_id_fk" FOREIGN KEY ("bot_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_webhooks" ADD CONSTRAINT "room_webhooks_creator_id_users_id_fk" FOREIGN KEY ("creator_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "room_webhooks_hash_key" ON "room_webhooks" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "room_webhooks_bot_key" ON "room_webhooks" USING btree ("bot_id") WHERE "room_webhooks"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "room_webhooks_room_index" ON "room_webhooks" USING btree ("room_id");