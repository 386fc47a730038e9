-- See the embedded store's script of this name.
ALTER TABLE turn ADD COLUMN approvers text;
ALTER TABLE turn ADD COLUMN expires_at bigint NOT NULL DEFAULT 0;
CREATE INDEX turn_expiring ON turn (expires_at) WHERE question IS NOT NULL AND expires_at > 0;

ALTER TABLE delivery ADD COLUMN options text NOT NULL DEFAULT '';
