-- See the embedded store's script of this name.
CREATE TABLE draft (
  turn        bigint PRIMARY KEY REFERENCES turn (seq),
  session     bigint NOT NULL REFERENCES session (id),
  key         text   NOT NULL,
  text        text   NOT NULL,
  in_reply_to text   NOT NULL,
  state       text   NOT NULL,
  receipt     text   NOT NULL,
  tried_at    bigint NOT NULL
);
CREATE UNIQUE INDEX draft_key ON draft (key);
CREATE INDEX draft_session ON draft (session);
