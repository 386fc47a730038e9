-- What an attempt to send a delivery commits: see the embedded store's script.
CREATE TABLE sending (
  delivery text    PRIMARY KEY,
  done     integer NOT NULL,
  upto     integer NOT NULL,
  tried_at bigint  NOT NULL,
  unknowns integer NOT NULL,
  later    bigint  NOT NULL,
  receipts text    NOT NULL,
  because  text    NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX delivery_tried ON delivery (connector, chat, seq) WHERE state IN ('ATTEMPTING', 'UNKNOWN');
