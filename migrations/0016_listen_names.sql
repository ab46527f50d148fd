-- What came of asking a network whose the handles are that searches name: {at, asked, left, reason}; null when nobody asks.
alter table listen_source add column names jsonb;
