-- A process that was given up and wakes later would write its own idea of its end over that of the one who gave it up.

create function ingest_keep_abandoned() returns trigger
  language plpgsql
  as $$
begin
  return null;
end
$$;
comment on function ingest_keep_abandoned is 'Leaves a row as it is: what is abandoned stays abandoned. Spring Batch sees that its update met no row, and its run ends.';

create trigger keep_abandoned before update on batch_job_execution
  for each row when (old.status = 'ABANDONED') execute function ingest_keep_abandoned();
create trigger keep_abandoned before update on batch_step_execution
  for each row when (old.status = 'ABANDONED') execute function ingest_keep_abandoned();
