package io.oyl.ingest.extract.markup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * The template scripts in the head of a page, of which Tika gives no text. A script that comes
 * before everything else is in the head: so whole pages of documentation are kept there.
 */
public final class HeadTemplates {
  private HeadTemplates() {}

  /** In their order; none where the bytes are no longer there. */
  public static Iterator<String> of(TikaInputStream stream, Metadata metadata) {
    if (!stream.hasFile()) {
      return Collections.emptyIterator();
    }
    try {
      String charset = metadata.get(Metadata.CONTENT_ENCODING);
      List<String> templates = new ArrayList<>();
      for (Element script :
          Jsoup.parse(stream.getFile(), charset).head().getElementsByTag("script")) {
        if (HtmlTree.isTemplate(script.attr("type"))) {
          templates.add(script.data());
        }
      }
      return templates.iterator();
    } catch (IOException e) {
      return Collections.emptyIterator();
    }
  }
}
