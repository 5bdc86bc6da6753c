-- Case-insensitive text for user names, addresses and room names.
CREATE EXTENSION IF NOT EXISTS citext;
