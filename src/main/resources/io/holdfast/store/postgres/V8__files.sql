-- See the embedded store's script of this name. Most of what is sent as a file is packed already.
CREATE TABLE content (
  hash  text  PRIMARY KEY,
  bytes bytea NOT NULL
);
ALTER TABLE content ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE attached (
  hash     text   NOT NULL REFERENCES content (hash),
  message  bigint NOT NULL,
  delivery text   NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (hash, message, delivery)
);
CREATE INDEX attached_age ON attached (at);
