package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.StorableText;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;

/** Names the documents inside one document, each in a way of its own. */
final class EmbeddedNames {
  /** Code points. */
  private static final int LONGEST = 1_000;

  private final Map<String, Integer> repeated = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** The name of the next one: a path that leads nowhere but down. */
  String next(Metadata metadata) {
    String name = name(metadata);
    String unique = limited(name);
    while (!taken.add(unique)) {
      unique = limited(name) + " (" + repeated.merge(name, 1, Integer::sum) + ")";
    }
    return unique;
  }

  /** Reads a name that is written in the letters of a header (RFC 2047), as in mails. */
  static void decode(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    if (name != null && name.startsWith("=?") && name.endsWith("?=")) {
      metadata.set(
          TikaCoreProperties.RESOURCE_NAME_KEY,
          DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT));
    }
  }

  private static String name(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    if (name == null || name.isBlank()) {
      name = metadata.get(TikaCoreProperties.EMBEDDED_RELATIONSHIP_ID);
    }
    if (name == null || name.isBlank()) {
      name = "part";
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.replace('\\', '/').split("/", -1)) {
      String clean = WhiteSpace.collapse(StorableText.of(part).replaceAll("\\p{Cntrl}", " "));
      if (!clean.isEmpty() && !clean.equals(".") && !clean.equals("..")) {
        parts.add(clean);
      }
    }
    return parts.isEmpty() ? "part" : String.join("/", parts);
  }

  /** Long names keep their end, where the extension is. */
  static String limited(String name) {
    int length = name.codePointCount(0, name.length());
    return length <= LONGEST
        ? name
        : "…" + name.substring(name.offsetByCodePoints(0, length - LONGEST + 1));
  }
}
