package io.oyl.ingest.tag;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.util.Version;

/**
 * Finds the tags of a document and of its chunks: first the keywords that the file carries, then
 * the phrases that stand out in its text. The result depends on the document, the settings and
 * {@link #fingerprint()} only. Thread-safe.
 */
public final class Tagger {
  private static final int CODE_VERSION = 7;

  /** Of a keyword that the passage itself does not say. */
  private static final double ELSEWHERE = 0.5;

  private final TagSettings settings;
  private final Specificity specificity = Specificity.UNKNOWN;

  public Tagger(TagSettings settings) {
    this.settings = settings;
  }

  /** Changes when the same document could get other tags. */
  public String fingerprint() {
    return "tag-%d lucene-%s opennlp-%s %s %s"
        .formatted(
            CODE_VERSION,
            Version.LATEST,
            opennlp.tools.util.Version.currentVersion(),
            PartOfSpeech.models(),
            settings);
  }

  /**
   * The document's own tags and the chunks with theirs, in the same order. Every chunk has the
   * file's keywords; an automatic tag of a chunk occurs in it.
   *
   * @param setAside spans of the text that are not looked at
   */
  public TaggedDocument tag(
      ExtractedDocument document, List<TextSpan> setAside, List<TextChunk> chunks) {
    List<String> keywords = Keywords.of(document, settings.maxKeywords());
    List<Tag> tags = new ArrayList<>();
    keywords.forEach(keyword -> tags.add(new Tag(keyword, Tag.Source.DOCUMENT, 1)));
    List<List<Tag>> ofChunks = List.of();
    if (settings.automatic()) {
      DocumentPhrases phrases =
          new DocumentPhrases(document, setAside, settings.maxWords(), specificity);
      Set<List<Integer>> stems = stems(phrases, keywords);
      tags.addAll(phrases.best(settings.maxPerDocument(), stems));
      if (settings.maxPerChunk() > 0) {
        ofChunks = phrases.best(chunks, settings.maxPerChunk(), stems);
      }
    }
    return new TaggedDocument(tags, tag(keywords, ofChunks, chunks));
  }

  private List<TaggedChunk> tag(
      List<String> keywords, List<List<Tag>> automatic, List<TextChunk> chunks) {
    List<TaggedChunk> tagged = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      List<Tag> tags = keywordTags(keywords, chunks.get(i).text());
      if (!automatic.isEmpty()) {
        tags.addAll(automatic.get(i));
      }
      tagged.add(new TaggedChunk(chunks.get(i), tags));
    }
    return tagged;
  }

  private static List<Tag> keywordTags(List<String> keywords, String text) {
    String lower = keywords.isEmpty() ? "" : text.toLowerCase(Locale.ROOT);
    List<Tag> said = new ArrayList<>();
    List<Tag> elsewhere = new ArrayList<>();
    for (String keyword : keywords) {
      if (lower.contains(keyword.toLowerCase(Locale.ROOT))) {
        said.add(new Tag(keyword, Tag.Source.DOCUMENT, 1));
      } else {
        elsewhere.add(new Tag(keyword, Tag.Source.DOCUMENT, ELSEWHERE));
      }
    }
    said.addAll(elsewhere);
    return said;
  }

  /** An automatic tag does not repeat a keyword. */
  private static Set<List<Integer>> stems(DocumentPhrases phrases, List<String> keywords) {
    Set<List<Integer>> stems = new HashSet<>();
    for (String keyword : keywords) {
      stems.add(phrases.stems(keyword));
    }
    return stems;
  }
}
