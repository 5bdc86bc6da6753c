-- Words with accents are found by those without, and the other way round; the stemmer is the same.
CREATE EXTENSION IF NOT EXISTS unaccent;--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION "parley" (COPY = english);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION "parley"
  ALTER MAPPING FOR word, hword, hword_part WITH unaccent, english_stem;--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION "parley"
  ALTER MAPPING FOR numword, numhword WITH unaccent, simple;--> statement-breakpoint
-- As in 0009; an accent that is a character of its own would part the word, so the two are made one.
CREATE OR REPLACE FUNCTION "searchable"("words" text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(
    translate(
      CASE WHEN octet_length(words) = length(words) THEN words ELSE normalize(words, NFC) END,
      '<', E'\x01'
    ),
    '([!-~]{100})', E'\\1\x04', 'g'
  )
$$;--> statement-breakpoint
-- What is stored is the same but for letters beyond ASCII: backfills bring those up (blog and chat).
CREATE OR REPLACE FUNCTION "fill_post_search"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search := setweight(to_tsvector('parley', searchable(NEW.title)), 'A')
    || setweight(to_tsvector('parley', searchable(NEW.body)), 'B');
  RETURN NEW;
END
$$;
