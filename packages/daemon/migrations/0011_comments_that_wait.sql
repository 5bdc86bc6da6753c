CREATE TABLE "comment_counters" (
	"post_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"unread" integer NOT NULL,
	"newest_at" timestamp with time zone NOT NULL,
	CONSTRAINT "comment_counters_key" PRIMARY KEY("post_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "unread_comments" (
	"comment_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "unread_comments_key" PRIMARY KEY("comment_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "comment_counters" ADD CONSTRAINT "comment_counters_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_counters" ADD CONSTRAINT "comment_counters_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unread_comments" ADD CONSTRAINT "unread_comments_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unread_comments" ADD CONSTRAINT "unread_comments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_counters_user_index" ON "comment_counters" USING btree ("user_id","newest_at") WHERE "comment_counters"."unread" > 0;--> statement-breakpoint
CREATE INDEX "unread_comments_user_index" ON "unread_comments" USING btree ("user_id","post_id","created_at");