CREATE TABLE "post_view_secrets" (
	"hour" timestamp with time zone PRIMARY KEY NOT NULL,
	"secret" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "backfills" (
	"name" text PRIMARY KEY NOT NULL,
	"position" text,
	"batches" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone
);
