-- A turn that asks for permission: who may decide, as a list in JSON that is empty for anybody, and when it is refused by
-- itself. Both stay when it was decided. NULL and 0 where what it asked last was no permission.
ALTER TABLE turn ADD COLUMN approvers TEXT;
ALTER TABLE turn ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX turn_expiring ON turn (expires_at) WHERE question IS NOT NULL AND expires_at > 0;

-- The answers that a notice offers.
ALTER TABLE delivery ADD COLUMN options TEXT NOT NULL DEFAULT '';
