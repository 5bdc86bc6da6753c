CREATE UNLOGGED TABLE "rate_counts" (
	"key" text NOT NULL,
	"seconds" integer NOT NULL,
	"slice" bigint NOT NULL,
	"points" integer[] NOT NULL,
	"granted" integer NOT NULL,
	CONSTRAINT "rate_counts_key_seconds_pk" PRIMARY KEY("key","seconds")
);
