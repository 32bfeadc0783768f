package io.oyl.ingest.extract;

import java.io.IOException;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/** Asks a presentation for its titles once, when the first slide comes. */
final class Slides {
  private final TikaInputStream stream;
  private final DocumentDraft draft;
  private @Nullable SlideTexts texts;

  Slides(TikaInputStream stream, DocumentDraft draft) {
    this.stream = stream;
    this.draft = draft;
  }

  SlideTexts texts() {
    SlideTexts known = texts;
    if (known == null) {
      known = read();
      texts = known;
    }
    return known;
  }

  private SlideTexts read() {
    String type = draft.mimeType();
    try {
      if (type.startsWith("application/vnd.openxmlformats-officedocument.presentationml")
          || type.startsWith("application/vnd.ms-powerpoint.")) {
        return stream.hasFile() ? SlideTexts.of(stream.getPath()) : SlideTexts.NONE;
      }
      return switch (stream.getOpenContainer()) {
        case POIFSFileSystem files -> SlideTexts.of(files.getRoot());
        case DirectoryNode node -> SlideTexts.of(node);
        case null, default -> SlideTexts.NONE;
      };
    } catch (IOException e) {
      return SlideTexts.NONE;
    }
  }
}
