-- Several processes on one database, which this engine never has: a lease of 0 has always run out.
ALTER TABLE node ADD COLUMN lease_until INTEGER NOT NULL DEFAULT 0;
