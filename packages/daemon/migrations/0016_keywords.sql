CREATE TABLE "keywords" (
	"user_id" uuid NOT NULL,
	"folded" text NOT NULL,
	"word" text NOT NULL,
	"place" integer NOT NULL,
	CONSTRAINT "keywords_key" PRIMARY KEY("user_id","folded")
);
--> statement-breakpoint
ALTER TABLE "keywords" ADD CONSTRAINT "keywords_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "keywords_folded_index" ON "keywords" USING btree ("folded");