-- The search terms of new passages wait in a list of their index and are merged when it is full, by whoever fills it. A run merges
-- them beside its load, when some 20 MB wait; what others add is merged by autovacuum, by the next run, or at this limit.

alter index chunks_text_search set (gin_pending_list_limit = 40960); -- kB
