package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/** What an XML document says of itself, under the names that Tika gives to the same things. */
final class XmlMetadata {
  private static final Set<String> TITLES =
      Set.of("article-title", "invention-title", "title-of-invention", "b540");

  /** Where the authors are, the best place first. */
  private static final List<String> AUTHORS =
      List.of(
          "contrib-group",
          "authorgroup",
          "inventors",
          "b720",
          "us-applicants",
          "titlestmt",
          "articleinfo",
          "bookinfo",
          "info");

  private static final Set<String> PERSONS =
      Set.of(
          "name",
          "string-name",
          "personname",
          "author",
          "collab",
          "addressbook",
          "inventor",
          "nam");

  private static final List<String> FIRST =
      List.of("given-names", "first-name", "given-name", "firstname", "forename", "fnm");
  private static final List<String> LAST =
      List.of("surname", "last-name", "family-name", "snm", "orgname");

  private XmlMetadata() {}

  static void add(HtmlElement document, Metadata metadata) {
    HtmlElement title = first(document, TITLES);
    if (title == null) {
      title = first(document, Set.of("title", "head"));
    }
    if (title != null && metadata.get("dc:title") == null) {
      metadata.set("dc:title", WhiteSpace.collapse(title.text()));
    }
    for (String place : AUTHORS) {
      HtmlElement authors = first(document, Set.of(place));
      if (authors != null && metadata.get("dc:creator") == null) {
        names(authors).forEach(name -> metadata.add("dc:creator", name));
      }
    }
    for (HtmlElement keywords : all(document, Set.of("kwd", "keyword"))) {
      metadata.add("meta:keyword", WhiteSpace.collapse(keywords.text()));
    }
    HtmlElement language = document.elements().isEmpty() ? null : document.elements().getFirst();
    if (language != null && !language.get("lang").isEmpty()) {
      metadata.set("dc:language", language.get("lang"));
    }
    for (HtmlElement id : all(document, Set.of("article-id"))) {
      String kind = id.get("pub-id-type");
      metadata.add(kind.isEmpty() ? "article-id" : kind, WhiteSpace.collapse(id.text()));
    }
  }

  static boolean isName(HtmlElement element) {
    return PERSONS.contains(element.name)
        || FIRST.contains(element.name)
        || LAST.contains(element.name);
  }

  /** The persons in it, each as one would say the name. */
  static List<String> names(HtmlElement group) {
    List<String> names = new ArrayList<>();
    for (HtmlElement person : all(group, PERSONS)) {
      String name = name(person);
      if (!name.isEmpty() && !names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static String name(HtmlElement person) {
    HtmlElement last = first(person, Set.copyOf(LAST));
    HtmlElement first = first(person, Set.copyOf(FIRST));
    if (last == null) {
      return person.elements().isEmpty() ? WhiteSpace.collapse(person.text()) : "";
    }
    return WhiteSpace.collapse((first == null ? "" : first.text()) + " " + last.text());
  }

  private static @Nullable HtmlElement first(HtmlElement in, Set<String> names) {
    for (HtmlElement child : in.elements()) {
      HtmlElement found = names.contains(child.name) ? child : first(child, names);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Those that are in no other of them. */
  private static List<HtmlElement> all(HtmlElement in, Set<String> names) {
    List<HtmlElement> all = new ArrayList<>();
    for (HtmlElement child : in.elements()) {
      if (names.contains(child.name)) {
        all.add(child);
      } else {
        all.addAll(all(child, names));
      }
    }
    return all;
  }
}
