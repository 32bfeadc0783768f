package io.oyl.ingest.extract.draft;

import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Goes on counting when the text limit is reached, so that the receipt can tell how much is
 * missing. Runs of white space count as one. After a while it gives up: the rest may be endless.
 */
public final class CutCounter extends ContentHandlerDecorator {
  /** So many times the text that is kept are counted. */
  private static final int TIMES = 10;

  /** Text of one file that was seen, of all documents in it together. */
  public static final class Seen {
    private final long most;
    private long codePoints;
    private boolean cut;
    private boolean endless;

    public Seen(int maxTextCharacters) {
      most = (long) TIMES * maxTextCharacters;
    }

    /** How much more than {@code kept} there was, as the end of a sentence. */
    public String told(int kept) {
      if (endless) {
        return "more than " + (codePoints - kept) + " are missing";
      }
      return codePoints > kept
          ? "about " + (codePoints - kept) + " are missing"
          : "the rest is missing";
    }
  }

  private final Seen seen;
  private boolean afterSpace = true;

  public CutCounter(ContentHandler handler, Seen seen) {
    super(handler);
    this.seen = seen;
  }

  @Override
  public void characters(char[] ch, int start, int length) throws SAXException {
    for (int i = start; i < start + length; i++) {
      boolean space = WhiteSpace.isSpace(ch[i]);
      if (!(space && afterSpace) && !Character.isLowSurrogate(ch[i])) {
        seen.codePoints++;
      }
      afterSpace = space;
    }
    if (!seen.cut) {
      forward(() -> super.characters(ch, start, length));
    } else if (seen.codePoints > seen.most) {
      seen.endless = true;
      throw new WriteLimitReachedException((int) Math.min(seen.most, Integer.MAX_VALUE));
    }
  }

  @Override
  public void ignorableWhitespace(char[] ch, int start, int length) throws SAXException {
    if (!seen.cut) {
      forward(() -> super.ignorableWhitespace(ch, start, length));
    }
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes)
      throws SAXException {
    afterSpace = true;
    if (!seen.cut) {
      forward(() -> super.startElement(uri, localName, name, attributes));
    }
  }

  @Override
  public void endElement(String uri, String localName, String name) throws SAXException {
    if (!seen.cut) {
      forward(() -> super.endElement(uri, localName, name));
    }
  }

  @Override
  public void endDocument() throws SAXException {
    if (!seen.cut) {
      forward(super::endDocument);
    }
  }

  private interface Event {
    void send() throws SAXException;
  }

  private void forward(Event event) throws SAXException {
    try {
      event.send();
    } catch (WriteLimitReachedException e) {
      seen.cut = true;
    }
  }
}
