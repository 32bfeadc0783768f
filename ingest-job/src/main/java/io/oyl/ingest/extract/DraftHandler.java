package io.oyl.ingest.extract;

import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Takes what a parser reads of one document. */
abstract class DraftHandler extends DefaultHandler {

  /** Writes what is still open; the parser may have stopped in the middle. */
  abstract void finish() throws SAXException;
}
