package io.oyl.ingest.extract.draft;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;

/** A part of a package that is rewritten while it is read. */
public final class RewrittenXml extends InputStream {
  public interface Rewriting {
    /**
     * Writes an event, or what stands for it.
     *
     * @param in where the event came from; it may read on
     */
    void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out) throws XMLStreamException;
  }

  private final InputStream part;
  private final Rewriting rewriting;
  private final XMLEventReader in;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final XMLEventWriter out;
  private byte[] ready = new byte[0];
  private int read;

  public RewrittenXml(InputStream part, Rewriting rewriting) throws IOException {
    this.part = part;
    this.rewriting = rewriting;
    try {
      in = UntrustedXml.events(part);
      out = XMLOutputFactory.newDefaultFactory().createXMLEventWriter(written, "UTF-8");
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    return fill() ? ready[read++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int copied = Math.min(length, ready.length - read);
    System.arraycopy(ready, read, bytes, offset, copied);
    read += copied;
    return copied;
  }

  private boolean fill() throws IOException {
    try {
      while (read == ready.length && in.hasNext()) {
        for (int i = 0; i < 200 && in.hasNext(); i++) {
          rewriting.copy(in.nextEvent(), in, out);
        }
        out.flush();
        ready = written.toByteArray();
        written.reset();
        read = 0;
      }
      return read < ready.length;
    } catch (XMLStreamException e) {
      throw new IOException("the text is damaged", e);
    }
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
