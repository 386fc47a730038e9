-- The message in which a turn is shown while it runs: committed before it is sent, and what is known of it after. It goes
-- when it has become the turn's reply; where there was none, with the next draft of the session.
CREATE TABLE draft (
  turn        INTEGER PRIMARY KEY REFERENCES turn (seq),
  session     INTEGER NOT NULL REFERENCES session (id),
  key         TEXT    NOT NULL, -- what the platform may drop copies by
  text        TEXT    NOT NULL, -- as it was sent; later texts are edited in
  in_reply_to TEXT    NOT NULL,
  state       TEXT    NOT NULL, -- ATTEMPTING, SENT or GONE
  receipt     TEXT    NOT NULL, -- the platform's id of it
  tried_at    INTEGER NOT NULL
);
CREATE UNIQUE INDEX draft_key ON draft (key);
CREATE INDEX draft_session ON draft (session);
