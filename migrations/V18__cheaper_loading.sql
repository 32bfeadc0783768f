-- What storing a chunk costs the server, lowered. No row is changed.

-- A chunk with its search terms is a little longer than the 2 KB up to which a row is stored as it is; cut into a row and
-- a piece of its toast table, it costs two more writes and an attempt to compress it.
alter table chunks set (toast_tuple_target = 4080);

-- Whole documents are compressed several times faster, where the server was built with it; what is stored stays as it is.
do $$
begin
  alter table documents alter column text set compression lz4;
exception
  when feature_not_supported or invalid_parameter_value then null;
end
$$;
