-- Similarity of words, for titles that were misspelt.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
