package io.oyl.ingest.extract.office;

import javax.xml.namespace.QName;
import javax.xml.stream.events.Attribute;
import javax.xml.stream.events.StartElement;

/** Attributes of a Word file's elements, which are of the namespace of their element. */
final class WordXml {
  private WordXml() {}

  /** Empty when there is none. */
  static String attribute(StartElement element, String name) {
    Attribute attribute =
        element.getAttributeByName(new QName(element.getName().getNamespaceURI(), name));
    return attribute == null ? "" : attribute.getValue();
  }

  /** The {@code val} of an element, where most say all they have to say. */
  static String value(StartElement element) {
    return attribute(element, "val");
  }

  /** Whether a switch is on that says this; one that says nothing is. */
  static boolean isOn(String value) {
    return !value.equals("0") && !value.equals("false") && !value.equals("off");
  }
}
