-- Where a connector goes on after the end of a process, in its own words.
CREATE TABLE cursor (
  connector text PRIMARY KEY,
  text      text NOT NULL
);
