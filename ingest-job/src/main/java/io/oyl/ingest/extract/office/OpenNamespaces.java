package io.oyl.ingest.extract.office;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.events.Namespace;
import javax.xml.stream.events.XMLEvent;

/** The names of vocabularies that hold where a reader is, for what is to be written elsewhere. */
final class OpenNamespaces {
  private final Deque<Map<String, Namespace>> open = new ArrayDeque<>();

  void see(XMLEvent event) {
    if (event.isStartElement()) {
      Map<String, Namespace> own = new LinkedHashMap<>();
      event
          .asStartElement()
          .getNamespaces()
          .forEachRemaining(each -> own.put(each.getPrefix(), each));
      open.push(own);
    } else if (event.isEndElement()) {
      open.poll();
    }
  }

  /** By their prefixes. */
  Map<String, Namespace> all() {
    Map<String, Namespace> all = new LinkedHashMap<>();
    open.descendingIterator().forEachRemaining(all::putAll);
    return all;
  }
}
