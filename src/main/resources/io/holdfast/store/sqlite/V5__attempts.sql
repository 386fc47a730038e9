-- Deliveries to platforms where a send cannot be repeated for ever: what an attempt commits before it is made, and after.
CREATE TABLE sending (
  delivery TEXT    PRIMARY KEY,
  done     INTEGER NOT NULL, -- so many characters of its text are sent
  upto     INTEGER NOT NULL, -- where the piece ends that was tried last
  tried_at INTEGER NOT NULL, -- when that piece was tried first, 0: not yet
  unknowns INTEGER NOT NULL, -- how often it was not known what became of that piece
  later    INTEGER NOT NULL, -- not to be tried before
  receipts TEXT    NOT NULL, -- the platform's ids of the pieces that are sent, as JSON
  because  TEXT    NOT NULL  -- why it is not sent
);
CREATE INDEX delivery_tried ON delivery (connector, chat, seq) WHERE state IN ('ATTEMPTING', 'UNKNOWN');
