-- A passage is found by the words of its title and headings too, as its vector is: they stand in the context, not in the text.

create function ingest_text_search(language text, context text, body text) returns tsvector
  language sql immutable parallel safe
  return to_tsvector(ingest_text_config(language), coalesce(context, '') || body);

comment on function ingest_text_search is 'What full text search knows of a chunk: the words of its context and of its text.';

comment on column chunks.text_search is
  'For full text search, in the configuration of the document''s language: the words of context and text.';

update chunks c
set text_search = ingest_text_search(d.language, c.context, c.text)
from documents d
where d.id = c.document_id and c.text_search is not null and c.context is not null;
