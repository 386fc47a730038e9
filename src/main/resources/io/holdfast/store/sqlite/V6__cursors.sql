-- Where a connector goes on after the end of a process, in its own words.
CREATE TABLE cursor (
  connector TEXT PRIMARY KEY,
  text      TEXT NOT NULL
);
