-- Finds late lines by their arrival; a page of them is bounded by ts, too. Reads the whole table once, and lines that are stored
-- meanwhile wait: it is apart from V10, whose columns are there at once.

CREATE INDEX log_received ON log (received, ts) WHERE received IS NOT NULL;
