-- What files contain, each content once, by its SHA-256 in hexadecimal digits. Messages and deliveries name it in their
-- "attachments"; in those of an earlier version it stands there itself, as base64.
CREATE TABLE content (
  hash  TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
);

-- Which message or delivery has which content, for as long as it is kept for it.
CREATE TABLE attached (
  hash     TEXT    NOT NULL REFERENCES content (hash),
  message  INTEGER NOT NULL, -- the seq of a message, 0 for none
  delivery TEXT    NOT NULL, -- the id of a delivery, whose seq may change; '' for none
  at       INTEGER NOT NULL,
  PRIMARY KEY (hash, message, delivery)
) WITHOUT ROWID;
CREATE INDEX attached_age ON attached (at);
