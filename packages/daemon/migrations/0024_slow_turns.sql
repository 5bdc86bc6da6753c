CREATE TABLE "room_turns" (
	"room_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"client_id" text NOT NULL,
	CONSTRAINT "room_turns_key" PRIMARY KEY("room_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "room_turns" ADD CONSTRAINT "room_turns_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_turns" ADD CONSTRAINT "room_turns_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;