-- What the key guarded besides each insert: whoever wrote messages stays. Parley itself deletes no users.
ALTER TABLE "messages" DROP CONSTRAINT "messages_author_id_users_id_fk";--> statement-breakpoint
CREATE FUNCTION "keep_authors"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM messages WHERE author_id = OLD.id) THEN
    RAISE EXCEPTION 'user % wrote messages and cannot be deleted', OLD.username
      USING ERRCODE = 'foreign_key_violation', HINT = 'Suspend the account instead.';
  END IF;
  RETURN OLD;
END
$$;--> statement-breakpoint
CREATE TRIGGER "users_keep_authors" BEFORE DELETE ON "users" FOR EACH ROW EXECUTE FUNCTION "keep_authors"();
