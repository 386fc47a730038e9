-- See the embedded store's script of this name.
CREATE TABLE pairing (
  seq         bigserial PRIMARY KEY,
  connector   text   NOT NULL,
  sender      text   NOT NULL,
  name        text   NOT NULL,
  chat        text   NOT NULL,
  thread      text   NOT NULL,
  code        text   NOT NULL,
  expires_at  bigint NOT NULL,
  approved_at bigint NOT NULL,
  revoked     int    NOT NULL,
  UNIQUE (connector, sender)
);
CREATE UNIQUE INDEX pairing_code ON pairing (code) WHERE code <> '';
