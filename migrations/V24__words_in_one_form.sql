-- A letter with its mark is one character or two: files from a Mac, and many PDFs, have two where what is typed into a search
-- has one, and PostgreSQL's parser takes these for different words. Text and question come to one form now, Unicode's NFC.

create or replace function ingest_words(language text, body text, ideographs boolean) returns text
  language sql immutable parallel safe
  return case
    when octet_length(body) = length(body)
      then case when language in ('tr', 'az') then translate(body, 'I', 'ı') else body end
    when language in ('tr', 'az') then translate(normalize(body, nfc), 'Iİ', 'ıi')
    when body ~ ('[' || ingest_unspaced_characters() || '\uFF01-\uFFEF]') then ingest_character_pairs(body, ideographs)
    else normalize(body, nfc)
  end;

comment on function ingest_words is
  'A text as PostgreSQL''s parser is to read it, in Unicode''s NFC. The lower case of a Turkish I is made here, since the server knows it in a Turkish locale only.';

update chunks c
set text_search = ingest_text_search(d.language, c.context, c.text)
from documents d
where d.id = c.document_id
  and c.text_search is not null
  and coalesce(c.context, '') || c.text is not nfc normalized;
