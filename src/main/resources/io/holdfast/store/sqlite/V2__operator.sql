-- What an operator sees and asks.

-- When its INTENT was committed; of older steps only the last write is known.
ALTER TABLE step ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0;
UPDATE step SET begun_at = at;

-- Found dead by the one that came after it; what left by itself says so in left_at.
ALTER TABLE node ADD COLUMN dead_at INTEGER;

-- When its last message was accepted, 0 before the first.
ALTER TABLE session ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
UPDATE session SET last_at = coalesce((SELECT max(m.accepted_at) FROM message m WHERE m.session = session.id), 0);
CREATE INDEX session_recent    ON session (last_at, id);
CREATE INDEX session_suspended ON session (last_at, id) WHERE state = 'SUSPENDED';

CREATE INDEX turn_failed ON turn (seq) WHERE state IN ('FAILED', 'CANCELLED');

-- Since when it is PENDING: what was let go out again is not as old as it is.
ALTER TABLE delivery ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
UPDATE delivery SET due_at = created_at WHERE state = 'PENDING';
CREATE INDEX delivery_held ON delivery (connector, chat, seq) WHERE state = 'HELD';
CREATE INDEX delivery_dead ON delivery (seq) WHERE state = 'DEAD';
