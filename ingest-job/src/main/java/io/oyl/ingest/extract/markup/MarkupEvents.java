package io.oyl.ingest.extract.markup;

import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** Tells what is inside of an element of jsoup as a parser of XML would. */
final class MarkupEvents implements NodeVisitor {
  private final ContentHandler out;

  private MarkupEvents(ContentHandler out) {
    this.out = out;
  }

  /** Sends what is below {@code root}, without itself. */
  static void send(Element root, ContentHandler out) throws SAXException {
    try {
      NodeTraversor.traverse(new MarkupEvents(out), root);
    } catch (Stopped e) {
      throw e.reason;
    }
  }

  @Override
  public void head(Node node, int depth) {
    if (depth > 0) {
      sneak(() -> begin(node));
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element && depth > 0) {
      sneak(() -> out.endElement("", element.normalName(), element.normalName()));
    }
  }

  private void begin(Node node) throws SAXException {
    switch (node) {
      case TextNode text -> characters(text.getWholeText());
      case DataNode data -> characters(data.getWholeData());
      case Element element -> {
        AttributesImpl attributes = new AttributesImpl();
        for (Attribute attribute : element.attributes()) {
          attributes.addAttribute(
              "", attribute.getKey(), attribute.getKey(), "CDATA", attribute.getValue());
        }
        out.startElement("", element.normalName(), element.normalName(), attributes);
      }
      default -> {}
    }
  }

  private void characters(String text) throws SAXException {
    out.characters(text.toCharArray(), 0, text.length());
  }

  private interface Event {
    void send() throws SAXException;
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SAXException reason;

    Stopped(SAXException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  private static void sneak(Event event) {
    try {
      event.send();
    } catch (SAXException e) {
      throw new Stopped(e);
    }
  }
}
