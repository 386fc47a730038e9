-- See the embedded store's script of this name.
ALTER TABLE session ADD COLUMN person text NOT NULL DEFAULT '';
