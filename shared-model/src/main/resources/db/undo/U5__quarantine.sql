SELECT lock_table_in_turn('set_aside');
DROP VIEW set_aside;
ALTER TABLE quarantine RENAME TO set_aside;
ALTER INDEX quarantine_pkey RENAME TO set_aside_pkey;
ALTER INDEX quarantine_by_time RENAME TO set_aside_by_time;
DROP FUNCTION lock_table_in_turn(regclass);
DROP FUNCTION schema_version();
