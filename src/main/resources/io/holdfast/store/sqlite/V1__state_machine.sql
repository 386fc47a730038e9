-- The state machine's tables. Times are UTC milliseconds since the epoch that the caller passed in; every "seq" is an
-- order in which things came; ids that leave the process are text. States are the names of the model's enums.

-- One conversation. Its address is its identity: a restart never changes which session a chat has.
CREATE TABLE session (
  id        INTEGER PRIMARY KEY,
  key       TEXT    NOT NULL UNIQUE,
  connector TEXT    NOT NULL,
  chat      TEXT    NOT NULL,
  thread    TEXT    NOT NULL,
  state     TEXT    NOT NULL,
  epoch     INTEGER NOT NULL
);
-- Chat first, so that nobody is tempted to walk all sessions of a connector where its open turns are few.
CREATE INDEX session_chat ON session (chat, connector);

CREATE TABLE turn (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT,
  id             TEXT    NOT NULL UNIQUE,
  session        INTEGER NOT NULL REFERENCES session (id),
  runner         TEXT    NOT NULL,
  sender         TEXT    NOT NULL,
  tag            INTEGER NOT NULL,            -- its place in the fair order among senders
  state          TEXT    NOT NULL,
  ready          INTEGER NOT NULL,            -- 1: claimable now; kept so that a claim never looks at what is blocked
  attempt        INTEGER NOT NULL DEFAULT 0,
  node           TEXT    NOT NULL DEFAULT '', -- where it is RUNNING
  epoch          INTEGER NOT NULL,
  cancelled      INTEGER NOT NULL DEFAULT 0,
  interruptions  INTEGER NOT NULL DEFAULT 0,
  interrupted_at INTEGER NOT NULL DEFAULT 0,
  resumed        TEXT    NOT NULL DEFAULT '', -- why its last attempt was interrupted; '' when its user let it go on
  question       TEXT,                        -- the step that its user's answer is for, while ASKING one
  since          INTEGER NOT NULL,
  answer         TEXT    NOT NULL DEFAULT ''
);
-- At most one turn of a session has begun and not ended. The engine says so, not only our code.
CREATE UNIQUE INDEX turn_begun ON turn (session)
  WHERE state IN ('RUNNING', 'INTERRUPTED', 'ASKING', 'QUARANTINED');
CREATE INDEX turn_queued  ON turn (session, seq) WHERE state = 'QUEUED';
CREATE INDEX turn_ended   ON turn (session, seq) WHERE state IN ('DONE', 'FAILED', 'CANCELLED');
CREATE INDEX turn_ready   ON turn (runner, state, tag, seq) WHERE ready = 1;
CREATE INDEX turn_running ON turn (node, runner) WHERE state = 'RUNNING';

-- The fair queue's clock: the last tag given to each sender, and under the sender '' the last tag that was claimed.
CREATE TABLE fair (
  runner TEXT    NOT NULL,
  sender TEXT    NOT NULL,
  tag    INTEGER NOT NULL,
  PRIMARY KEY (runner, sender)
) WITHOUT ROWID;

CREATE TABLE message (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT    NOT NULL,
  session     INTEGER NOT NULL REFERENCES session (id),
  turn        INTEGER REFERENCES turn (seq),  -- NULL for a command
  kind        TEXT    NOT NULL,               -- TASK, ANSWER or COMMAND
  connector   TEXT    NOT NULL,
  platform_id TEXT    NOT NULL,
  fingerprint TEXT    NOT NULL,
  sender_id   TEXT    NOT NULL,
  sender_name TEXT    NOT NULL,
  text        TEXT    NOT NULL,
  attachments TEXT    NOT NULL,
  sent_at     INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX message_once ON message (connector, platform_id);
CREATE INDEX message_turn ON message (turn, seq) WHERE turn IS NOT NULL;
CREATE INDEX message_past ON message (session, accepted_at, seq);

CREATE TABLE step (
  seq     INTEGER PRIMARY KEY,
  turn    INTEGER NOT NULL REFERENCES turn (seq),
  key     TEXT    NOT NULL,
  label   TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  attempt INTEGER NOT NULL,
  result  TEXT    NOT NULL DEFAULT '',
  at      INTEGER NOT NULL,
  UNIQUE (turn, key)
);

CREATE TABLE delivery (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: receivers remember how far they got
  id          TEXT    NOT NULL UNIQUE,
  key         TEXT,                              -- what makes a notice the same notice; NULL for a reply
  session     INTEGER NOT NULL REFERENCES session (id),
  connector   TEXT    NOT NULL,
  chat        TEXT    NOT NULL,
  turn        INTEGER REFERENCES turn (seq),
  kind        TEXT    NOT NULL,                  -- REPLY or the kind of the notice
  part        INTEGER NOT NULL,
  parts       INTEGER NOT NULL,
  text        TEXT    NOT NULL,
  attachments TEXT    NOT NULL,
  in_reply_to TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  final_at    INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX delivery_key ON delivery (key) WHERE key IS NOT NULL;
CREATE INDEX delivery_due       ON delivery (connector, seq) WHERE state = 'PENDING';
CREATE INDEX delivery_chat_due  ON delivery (connector, chat, seq) WHERE state = 'PENDING';
CREATE INDEX delivery_restarts  ON delivery (connector, chat, created_at) WHERE kind = 'RESTARTING';
CREATE INDEX delivery_past      ON delivery (session, created_at, seq);
CREATE INDEX delivery_turn      ON delivery (turn, seq) WHERE turn IS NOT NULL;

-- "This turn is to be resumed": written before a stop waits, gone with the turn's outcome or its next claim.
CREATE TABLE marker (
  turn   INTEGER PRIMARY KEY REFERENCES turn (seq),
  stop   TEXT    NOT NULL,
  reason TEXT    NOT NULL,
  at     INTEGER NOT NULL
);
CREATE INDEX marker_stop ON marker (stop);

CREATE TABLE stop (
  id       TEXT    PRIMARY KEY,
  node     TEXT    NOT NULL,
  runner   TEXT    NOT NULL,                     -- '' for every runner of the node
  reason   TEXT    NOT NULL,
  begun_at INTEGER NOT NULL,
  ended_at INTEGER
);
CREATE INDEX stop_in_progress ON stop (node, runner) WHERE ended_at IS NULL;

CREATE TABLE node (
  id        TEXT    PRIMARY KEY,
  joined_at INTEGER NOT NULL,
  beat_at   INTEGER NOT NULL,
  left_at   INTEGER
);

-- What happened to a turn, append-only. What its message and its deliveries say themselves is not repeated here.
CREATE TABLE timeline (
  seq     INTEGER PRIMARY KEY,
  turn    INTEGER NOT NULL REFERENCES turn (seq),
  at      INTEGER NOT NULL,
  event   TEXT    NOT NULL,
  attempt INTEGER NOT NULL,
  detail  TEXT    NOT NULL
);
CREATE INDEX timeline_turn ON timeline (turn, seq);
