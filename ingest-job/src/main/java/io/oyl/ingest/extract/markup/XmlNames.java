package io.oyl.ingest.extract.markup;

import java.util.Map;
import java.util.Set;

/** Names of elements in XML for documents, in lower case, by what they mean. */
final class XmlNames {
  static final Set<String> SECTIONS =
      words(
          "sec section sect1 sect2 sect3 sect4 sect5 chapter part appendix preface app ref-list ack"
              + " abstract refsect1 refsect2 refsect3 simplesect glossary bibliography fn-group"
              + " notes sub-article response boxed-text div div1 div2 div3 div4 div5 article book"
              + " trans-abstract app-group kwd-group subdoc-abstract subdoc-claims claims sdoab"
              + " sdocl topic refentry us-patent-application us-patent-grant"
              + " patent-application-publication patdoc");

  /** Those whose heading is the element itself when they have no title. */
  static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("abstract", "Abstract"),
          Map.entry("subdoc-abstract", "Abstract"),
          Map.entry("sdoab", "Abstract"),
          Map.entry("claims", "Claims"),
          Map.entry("subdoc-claims", "Claims"),
          Map.entry("sdocl", "Claims"),
          Map.entry("ref-list", "References"),
          Map.entry("ack", "Acknowledgments"));

  static final Set<String> TITLES =
      words("title head article-title invention-title title-of-invention b540");

  static final Set<String> FLOATS =
      words(
          "fig figure table-wrap table informaltable example supplementary-material media"
              + " equation chem-struct-wrap table-cwu");

  /** About the document, not of it: numbers, dates, places, permissions. */
  static final Set<String> ABOUT =
      words(
          "journal-meta article-id article-categories alt-title pub-date history permissions"
              + " self-uri counts custom-meta-group object-id elocation-id fpage lpage volume issue related-article"
              + " teiheader copyright legalnotice publication-reference"
              + " application-reference us-application-series-code priority-claims"
              + " classifications-ipcr classifications-cpc us-parties assignees document-id"
              + " domestic-filing-data foreign-priority-data classification-ipc classification-us"
              + " continuity-data correspondence-address us-related-documents references-cited"
              + " us-references-cited us-field-of-classification-search examiners"
              + " us-term-of-grant figures classification-national classification-locarno"
              + " publication-filing-type inventors assignee b100 b200 b300 b400 b510 b520 b560"
              + " b570 b580 b590 b600 b700 b800 pct-or-regional-filing-data drawings"
              + " subdoc-drawings sdodr");

  /** Whose front and back matter is known. */
  static final Set<String> ROOTS =
      words(
          "article book chapter pmc-articleset tei tei.2 us-patent-application us-patent-grant"
              + " patent-application-publication patdoc");

  static final Set<String> ROWS = words("tr row");

  static final Set<String> PARAGRAPHS =
      words(
          "p para simpara paragraph ptext license-p corresp kwd disp-formula ab l"
              + " verse-line attrib funding-statement formalpara bibliomixed");

  static final Set<String> ITEMS =
      words("list-item listitem item li ref claim clm def term def-item glossterm member fn step");

  static final Set<String> CODE =
      words("code-block preformat programlisting screen literallayout synopsis eg pre");

  /** Made of fields that a style sheet would set apart. */
  static final Set<String> FIELDS =
      words("aff name element-citation mixed-citation citation bibl string-name personname");

  /** Elements that follow each other in these may be parts of one word. */
  static final Set<String> IN_WORDS =
      words(
          "ptext pdat stext bold italic b i sub sup hil p para title head heading h td th entry"
              + " math mrow msub msup mfrac mtext mstyle emphasis span hi u highlight");

  static final Set<String> QUOTES = words("disp-quote blockquote epigraph");

  static final Set<String> BLOCKS =
      words(
          "list itemizedlist orderedlist variablelist def-list simplelist table-wrap fig table"
              + " tables informaltable disp-formula-group boxed-text");

  private static Set<String> words(String words) {
    return Set.of(words.split(" ", -1));
  }

  private XmlNames() {}
}
