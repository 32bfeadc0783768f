package io.oyl.ingest.extract.draft;

import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.source.Reason;
import java.util.ArrayList;
import java.util.List;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/** A document that is being read, with those inside it. */
public final class DocumentDraft {
  /** Of one document; what is beyond is told by the last one. */
  public static final int MAX_GAPS = 1_000;

  /** In code points, of a gap or of the reason why a file is refused. */
  public static final int MAX_DETAIL = 1_000;

  final @Nullable DocumentDraft parent;
  public final String path;
  public final String filename;
  public final Metadata metadata;
  public final TextAssembly text;
  public final List<DocumentDraft> children = new ArrayList<>();
  public final List<Gap> gaps = new ArrayList<>();
  public long sizeBytes = -1;
  public int images;

  /** A drawing: its words are part of the picture, documents inside of it are documents. */
  public boolean isPicture;

  public DocumentDraft(
      @Nullable DocumentDraft parent,
      String path,
      String filename,
      Metadata metadata,
      TextAssembly text) {
    this.parent = parent;
    this.path = path;
    this.filename = filename;
    this.metadata = metadata;
    this.text = text;
  }

  public int depth() {
    return parent == null ? 0 : parent.depth() + 1;
  }

  public boolean hasText() {
    return !text.isEmpty() || children.stream().anyMatch(DocumentDraft::hasText);
  }

  public String mimeType() {
    String type = metadata.get(Metadata.CONTENT_TYPE);
    if (type == null) {
      return "application/octet-stream";
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip();
  }

  public void gap(Reason reason, String detail) {
    if (gaps.size() < MAX_GAPS - 1) {
      gaps.add(new Gap(reason, bounded(detail)));
    } else if (gaps.size() == MAX_GAPS - 1) {
      gaps.add(new Gap(reason, "and more that is not listed"));
    }
  }

  public static String bounded(String detail) {
    String storable = StorableText.of(detail);
    return storable.codePointCount(0, storable.length()) <= MAX_DETAIL
        ? storable
        : storable.substring(0, storable.offsetByCodePoints(0, MAX_DETAIL - 1)) + "…";
  }
}
