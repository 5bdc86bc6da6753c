CREATE UNLOGGED TABLE "attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"taken" timestamp with time zone[] NOT NULL
);
