-- Full text search in languages that put no space between words, and of Turkish capitals. PostgreSQL's parser takes a whole
-- sentence of Chinese, Japanese or Thai for one word, so no word inside of it was found. Pairs of neighbouring characters stand
-- in for words there, as in Lucene's CJKAnalyzer; so Korean is found without its endings too.

create function ingest_unspaced_characters() returns text
  language sql immutable parallel safe
  return '\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u3005-\u3007\u3041-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\U00020000-\U0003FFFF';

comment on function ingest_unspaced_characters is
  'Thai, Lao, Burmese, Korean, Khmer, Chinese and Japanese, as the inner part of a bracket expression.';

create function ingest_character_pairs(body text, ideographs boolean) returns text
  language sql immutable parallel safe
  return (
    select string_agg(
      coalesce(
        run[2],
        (select string_agg(substr(run[1], i, 2), ' ') from generate_series(1, greatest(length(run[1]) - 1, 1)) i)
          || case when ideographs and length(run[1]) > 1
            then regexp_replace(run[1], '[^\u3005-\u3007\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF]*(.?)', ' \1', 'g')
            else ''
          end),
      ' ' order by place)
    from regexp_matches(
      normalize(body, nfkc),
      '([' || ingest_unspaced_characters() || ']+)|([^' || ingest_unspaced_characters() || ']+)',
      'g') with ordinality runs (run, place));

comment on function ingest_character_pairs is
  'A text with its runs of such characters as pairs, each overlapping the next; one that stands alone as it is, all else as it was, in Unicode''s NFKC. With ideographs, each of these stands there alone too.';

create function ingest_words(language text, body text, ideographs boolean) returns text
  language sql immutable parallel safe
  return case
    when language in ('tr', 'az') then translate(body, 'Iİ', 'ıi')
    when octet_length(body) > length(body) and body ~ ('[' || ingest_unspaced_characters() || '\uFF01-\uFFEF]')
      then ingest_character_pairs(body, ideographs)
    else body
  end;

comment on function ingest_words is
  'A text as PostgreSQL''s parser is to read it. The lower case of a Turkish I is made here, since the server knows it in a Turkish locale only.';

create or replace function ingest_text_search(language text, context text, body text) returns tsvector
  language sql immutable parallel safe
  return to_tsvector(ingest_text_config(language), ingest_words(language, coalesce(context, '') || body, true));

create function ingest_question_words(language text, question text) returns tsvector
  language sql immutable parallel safe
  return to_tsvector(ingest_text_config(language), ingest_words(language, question, false));

comment on function ingest_question_words is
  'The words of a question as chunks.text_search has them where the document is of that language. A single ideograph finds every word that has it.';

comment on column chunks.text_search is
  'For full text search, in the configuration of the document''s language: the words of context and text, see ingest_question_words.';

update chunks c
set text_search = ingest_text_search(d.language, c.context, c.text)
from documents d
where d.id = c.document_id
  and c.text_search is not null
  and ingest_words(d.language, coalesce(c.context, '') || c.text, true) <> coalesce(c.context, '') || c.text;
