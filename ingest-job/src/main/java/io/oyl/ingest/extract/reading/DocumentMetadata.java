package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.StorableText;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import io.oyl.ingest.extract.pdf.PdfRepairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;

/** A parser's metadata under one name each, then all of it as it came, within bounds. */
public final class DocumentMetadata {
  /** Names of one document. */
  public static final int MAX_KEYS = 500;

  /** Of one name. */
  public static final int MAX_VALUES = 100;

  /** In code points, of one value. */
  public static final int MAX_VALUE = 10_000;

  /** Names for what we find out ourselves, in a parser's metadata. */
  static final String CONTENT_HASH = "oyl:content_hash";

  static final String OCR_PAGES = "ocr_pages";

  static final String TYPE_BY_NAME = "oyl:type_by_name";

  /** How many characters of the text stand for bytes or glyphs that tell none. */
  private static final String REPLACED = "replacement_characters";

  private static final Map<String, List<String>> SOURCES = sources();

  private DocumentMetadata() {}

  private static Map<String, List<String>> sources() {
    Map<String, List<String>> sources = new LinkedHashMap<>();
    sources.put("title", List.of("dc:title", "dc:subject_mail", "Message:Raw-Header:Subject"));
    sources.put("authors", List.of("dc:creator", "meta:author", "Author"));
    sources.put("from", List.of("Message-From"));
    sources.put("to", List.of("Message-To"));
    sources.put("cc", List.of("Message-Cc"));
    sources.put("created", List.of("dcterms:created", "meta:creation-date"));
    sources.put("modified", List.of("dcterms:modified"));
    sources.put(
        "keywords", List.of("meta:keyword", "pdf:docinfo:keywords", "Keywords", "keywords"));
    sources.put("description", List.of("dc:description", "description"));
    sources.put("declared_language", List.of("dc:language", "Content-Language", "language"));
    sources.put("page_count", List.of("xmpTPg:NPages", "meta:page-count", "meta:slide-count"));
    sources.put(
        "producer", List.of("pdf:producer", "xmp:CreatorTool", "extended-properties:Application"));
    sources.put("encoding", List.of("Content-Encoding"));
    sources.put("content_hash", List.of(CONTENT_HASH));
    sources.put("type_by_name", List.of(TYPE_BY_NAME));
    sources.put("repairs", List.of(PdfRepairs.NAME));
    return sources;
  }

  static Map<String, List<String>> of(Metadata metadata, TextAssembly document) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    SOURCES.forEach(
        (name, keys) -> {
          for (String key : keys) {
            List<String> values = values(metadata, key);
            if (!values.isEmpty()) {
              all.put(name, name.equals("keywords") ? split(values) : values);
              break;
            }
          }
        });
    int pages = document.pages().count();
    if (pages > 0) {
      all.put("page_count", List.of(Integer.toString(pages)));
    }
    long replaced = document.replacements();
    if (replaced > 0) {
      all.put(REPLACED, List.of(Long.toString(replaced)));
    }
    for (String key : metadata.names()) {
      if (all.size() >= MAX_KEYS) {
        break;
      }
      if (!key.startsWith("X-TIKA:")
          && !key.startsWith("oyl:")
          && !key.startsWith("embedded")
          && !key.equals(TikaCoreProperties.RESOURCE_NAME_KEY)
          && key.length() <= 200) {
        List<String> values = values(metadata, key);
        if (!values.isEmpty()) {
          all.putIfAbsent(StorableText.of(key), values);
        }
      }
    }
    return all;
  }

  private static List<String> values(Metadata metadata, String key) {
    List<String> values = new ArrayList<>();
    for (String value : metadata.getValues(key)) {
      String bounded = bounded(value);
      if (!bounded.isEmpty() && !values.contains(bounded) && values.size() < MAX_VALUES) {
        values.add(bounded);
      }
    }
    return values;
  }

  private static List<String> split(List<String> lists) {
    List<String> words = new ArrayList<>();
    for (String list : lists) {
      for (String word : list.split("[,;\n]", -1)) {
        String stripped = WhiteSpace.collapse(word);
        if (!stripped.isEmpty() && !words.contains(stripped) && words.size() < MAX_VALUES) {
          words.add(stripped);
        }
      }
    }
    return words;
  }

  private static String bounded(String value) {
    String stripped = WhiteSpace.strip(StorableText.of(value));
    return stripped.codePointCount(0, stripped.length()) <= MAX_VALUE
        ? stripped
        : stripped.substring(0, stripped.offsetByCodePoints(0, MAX_VALUE));
  }
}
