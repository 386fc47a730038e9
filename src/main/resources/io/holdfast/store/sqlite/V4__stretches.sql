-- Journals and timelines are kept by stretches of about a day: the turns from one place on were accepted since then.
CREATE TABLE stretch (
  first    INTEGER PRIMARY KEY, -- the seq of its first turn
  begun_at INTEGER NOT NULL
);
INSERT INTO stretch (first, begun_at) VALUES (0, 0);
