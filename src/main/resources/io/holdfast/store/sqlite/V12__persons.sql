-- Whose alone a session is, where each person in a chat has one of their own; empty: everybody's.
ALTER TABLE session ADD COLUMN person TEXT NOT NULL DEFAULT '';
