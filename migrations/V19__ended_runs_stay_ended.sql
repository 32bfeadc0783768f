-- A process that stood still until the next run had ended its own would write its idea of that end over it, and have
-- its run UNKNOWN: as with abandoned runs, what another one has ended stays as it was ended.

alter function ingest_keep_abandoned rename to ingest_keep_ended;
comment on function ingest_keep_ended is 'Leaves a row as it is: what another process has ended stays ended. Spring Batch sees that its update met no row, and its run ends.';

drop trigger keep_abandoned on batch_job_execution;
create trigger keep_ended before update on batch_job_execution
  for each row when (old.status = 'ABANDONED' or old.exit_code = 'DIED') execute function ingest_keep_ended();
drop trigger keep_abandoned on batch_step_execution;
create trigger keep_ended before update on batch_step_execution
  for each row when (old.status = 'ABANDONED' or old.exit_code = 'DIED') execute function ingest_keep_ended();
