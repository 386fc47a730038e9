-- Several processes on one database, which this engine never has: a lease of 0 has always run out.
ALTER TABLE node ADD COLUMN lease_until INTEGER NOT NULL DEFAULT 0;

CREATE TABLE lease (
  name       TEXT    PRIMARY KEY,
  holder     TEXT    NOT NULL,
  generation INTEGER NOT NULL,
  ends_at    INTEGER NOT NULL
);
