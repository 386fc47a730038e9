-- What a session has chosen to become of messages while it is busy; '' for what its route says.
ALTER TABLE session ADD COLUMN double_text TEXT NOT NULL DEFAULT '';

-- A QUEUED turn that collects is not claimed before; 0 once it is only its turn that it waits for.
ALTER TABLE turn ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0;
CREATE INDEX turn_collecting ON turn (runner, not_before) WHERE state = 'QUEUED' AND not_before > 0;

-- Whether the runner that claimed it last takes messages while it works. Such a message is of the kind STEERING.
ALTER TABLE turn ADD COLUMN steerable INTEGER NOT NULL DEFAULT 0;
