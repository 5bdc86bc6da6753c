ALTER TABLE "messages" DROP CONSTRAINT "messages_room_id_rooms_id_fk";
