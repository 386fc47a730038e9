-- See the embedded store's script of this name.
ALTER TABLE session ADD COLUMN double_text text NOT NULL DEFAULT '';

ALTER TABLE turn ADD COLUMN not_before bigint NOT NULL DEFAULT 0;
CREATE INDEX turn_collecting ON turn (runner, not_before) WHERE state = 'QUEUED' AND not_before > 0;

ALTER TABLE turn ADD COLUMN steerable smallint NOT NULL DEFAULT 0;
