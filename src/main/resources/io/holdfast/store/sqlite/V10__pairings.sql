-- People whom the configuration does not name: who has asked to be let in, and of whom an operator has approved. Of whom
-- that was taken back it is still known which chat is theirs alone.
CREATE TABLE pairing (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  connector   TEXT    NOT NULL,
  sender      TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  chat        TEXT    NOT NULL, -- the direct one in which they have asked
  thread      TEXT    NOT NULL,
  code        TEXT    NOT NULL, -- what the operator is to be told
  expires_at  INTEGER NOT NULL, -- of the code
  approved_at INTEGER NOT NULL,
  revoked     INTEGER NOT NULL, -- 1: an approval, or a code, was taken back
  UNIQUE (connector, sender)
);
CREATE UNIQUE INDEX pairing_code ON pairing (code) WHERE code <> '';
