package io.oyl.ingest.extract.draft;

import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Takes what a parser reads of one document. */
public abstract class DraftHandler extends DefaultHandler {
  @Override
  public void endDocument() throws SAXException {
    finish();
  }

  /** Writes what is still open; the parser may have stopped in the middle. */
  public abstract void finish() throws SAXException;
}
