package io.oyl.ingest.extract.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFormatTest {
  @TempDir Path folder;

  @Test
  void markdownKeepsItsTextAndGetsBlocks() throws Exception {
    String text =
        """
        ---
        title: "A 😀 title"
        keywords: [one, 'two']
        tags:
          - three
        ---

        # C# and שלום #

        Two
        words
        =====

        > said
        >
        > again

        - item 😀
          more

          second paragraph
          - inner
        1. first

            indented();

        ```java
        x();
        ```

        | a | b |
        |---|---|
        | 1 | 2 |

        ***
        [ref]: http://example.org
        last\
        """;

    ExtractedDocument document = read("a.md", text);

    assertThat(document.text()).isEqualTo(text);
    assertThat(document.mimeType()).isEqualTo("text/markdown");
    assertThat(ToldBlocks.parts(document))
        .containsExactly(
            "Code|" + text.substring(0, text.indexOf("\n\n#")),
            "Heading1|# C# and שלום #",
            "Heading1|Two\nwords\n=====",
            "Paragraph QUOTE|> said",
            "Paragraph QUOTE|>\n> again",
            "ListItem|- item 😀\n  more",
            "Paragraph BODY|second paragraph",
            "ListItem|- inner",
            "ListItem|1. first",
            "Paragraph BODY|indented();",
            "Code|```java\nx();\n```",
            "Table|| a | b |\n|---|---|\n| 1 | 2 |",
            "Paragraph BODY|***",
            "Paragraph BODY|[ref]: http://example.org",
            "Paragraph BODY|last");
    assertThat(ToldBlocks.headers(document)).containsExactly("| a | b |");
    assertThat(document.metadata())
        .containsEntry("title", List.of("A 😀 title"))
        .containsEntry("keywords", List.of("one", "two", "three"));
  }

  @Test
  void aRuleAtTheStartIsNoFrontMatter() throws Exception {
    assertThat(ToldBlocks.parts(read("a.md", "---\n\nA text: good\n\n---\n# B")))
        .containsExactly(
            "Paragraph BODY|---",
            "Paragraph BODY|A text: good",
            "Paragraph BODY|---",
            "Heading1|# B");
  }

  @Test
  void markdownOfWindowsHasOneLineEnd() throws Exception {
    ExtractedDocument document = read("a.md", "\uFEFF# A\r\n\r\nb\r\nc\r\n");

    assertThat(document.text()).isEqualTo("# A\n\nb\nc\n");
    assertThat(ToldBlocks.parts(document)).containsExactly("Heading1|# A", "Paragraph BODY|b\nc");
  }

  @Test
  void asciidocHasTitlesListsTablesAndListings() throws Exception {
    String text =
        """
        = Book 😀
        Jane Doe
        :keywords: one, two

        == Part

        Words.

        .Listing
        [source,java]
        ----
        == no title
        ----

        * item
        * other
        term:: meaning

        .Caption
        |===
        |a |b

        |1 |2
        |===

        Old title
        ---------
        [quote]
        said
        """;

    ExtractedDocument document = read("a.adoc", text);

    assertThat(document.text()).isEqualTo(text);
    assertThat(ToldBlocks.parts(document))
        .containsExactly(
            "Heading1|= Book 😀",
            "Paragraph BODY|Jane Doe\n:keywords: one, two",
            "Heading2|== Part",
            "Paragraph BODY|Words.",
            "Code|.Listing\n[source,java]\n----\n== no title\n----",
            "ListItem|* item",
            "ListItem|* other",
            "ListItem|term:: meaning",
            "Paragraph CAPTION|.Caption",
            "Table||===\n|a |b\n\n|1 |2\n|===",
            "Heading2|Old title\n---------",
            "Paragraph QUOTE|[quote]\nsaid");
    assertThat(ToldBlocks.headers(document)).containsExactly("|===\n|a |b");
    assertThat(document.metadata())
        .containsEntry("title", List.of("Book 😀"))
        .containsEntry("keywords", List.of("one", "two"));
  }

  @Test
  void restructuredTextRanksItsTitlesInTheOrderOfTheirUse() throws Exception {
    String text =
        """
        =======
        Book 😀
        =======
        :Author: Jane

        Part
        ----
        Like this::

            code
              more

        after

        .. code-block:: python

           x = 1

        Deeper
        ~~~~~~
        * item
          more
        * other

        Part two
        --------
        ===  ===
        a    b
        ===  ===
        1    2
        ===  ===

        +---+---+
        | a | b |
        +===+===+
        | 1 | 2 |
        +---+---+
        """;

    ExtractedDocument document = read("a.rst", text);

    assertThat(document.text()).isEqualTo(text);
    assertThat(ToldBlocks.parts(document))
        .containsExactly(
            "Heading1|=======\nBook 😀\n=======",
            "Paragraph BODY|:Author: Jane",
            "Heading2|Part\n----",
            "Paragraph BODY|Like this::",
            "Code|    code\n      more",
            "Paragraph BODY|after",
            "Code|.. code-block:: python\n\n   x = 1",
            "Heading3|Deeper\n~~~~~~",
            "ListItem|* item\n  more",
            "ListItem|* other",
            "Heading2|Part two\n--------",
            "Table|===  ===\na    b\n===  ===\n1    2\n===  ===",
            "Table|+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+");
    assertThat(document.metadata()).containsEntry("authors", List.of("Jane"));
  }

  @Test
  void sourceCodeIsPartedBeforeItsDeclarations() throws Exception {
    String text = "// 😀\n\nint a() {\n\n  return 1;\n\n}\n\nint b;\nint c;\n";

    ExtractedDocument document = read("a.c", text);

    assertThat(document.text()).isEqualTo(text);
    assertThat(ToldBlocks.parts(document))
        .containsExactly("Code|// 😀", "Code|int a() {\n\n  return 1;\n\n}", "Code|int b;\nint c;");
  }

  @Test
  void sourceCodeIsKnownByItsName() throws Exception {
    for (String name : List.of("A.java", "a.py", "a.go", "a.js", "a.sql", "a.json", "a.yaml")) {
      assertThat(read(name, "alpha beta\n").blocks().getFirst())
          .as(name)
          .isInstanceOf(Block.Code.class);
    }
    assertThat(read("a.txt", "alpha beta\n").blocks().getFirst())
        .isInstanceOf(Block.Paragraph.class);
  }

  @Test
  void aTextWithHtmlInItIsNoPage() throws Exception {
    String text = "The lamp\n\n" + "It shines.\n".repeat(20) + "\n<html><body>\n\n# Faults\n";
    Map<String, String> types =
        Map.of(
            "a.md", "text/markdown",
            "a.adoc", "text/x-asciidoc",
            "a.txt", "text/plain",
            "a.java", "text/x-java-source");
    for (Map.Entry<String, String> type : types.entrySet()) {
      ExtractedDocument document = read(type.getKey(), text);
      assertThat(document.mimeType()).isEqualTo(type.getValue());
      assertThat(document.text()).contains("\n<html><body>\n\n# Faults");
    }
    for (String begin : List.of("<div align='center'>", "<h1>Logo</h1>", "<!-- a -->\n<div>")) {
      ExtractedDocument document = read("a.md", begin + "\n</div>\n\n# Lamp\n\n- one\n");
      assertThat(ToldBlocks.of(document)).as(begin).endsWith("h1 # Lamp", "item - one");
      assertThat(document.gaps()).as(begin).isEmpty();
    }
  }

  @Test
  void aPageIsOneWhateverItsNameSays() throws Exception {
    String page = "<html><body><p>The <b>lamp</b></p></body></html>";
    for (String begin : List.of("", "\uFEFF\n", "<!-- a > b -->\n<!DOCTYPE html>\n")) {
      assertThat(read("a.txt", begin + page).text()).as(begin).isEqualTo("The lamp");
    }
    assertThat(read("page", "A line.\n" + "x\n".repeat(70) + page).mimeType())
        .isEqualTo("text/html");
  }

  @Test
  void latin1IsReadAsBrowsersDo() throws Exception {
    String text = "“Caf\u00e9” \u2013 10 \u20ac, na\u00efve d\u00e9j\u00e0 vu \u2026 ";
    byte[] bytes = text.repeat(20).getBytes(Charset.forName("windows-1252"));
    for (String name : List.of("a.txt", "a.md")) {
      assertThat(read(name, bytes).text()).as(name).startsWith(text);
    }
    byte[] html =
        ("<html><head><meta charset='iso-8859-1'></head><body><p>" + text + "</p></body></html>")
            .getBytes(Charset.forName("windows-1252"));
    assertThat(read("a.html", html).text()).isEqualTo(text.strip());
  }

  @Test
  void utf8ThatBeginsLateIsSeen() throws Exception {
    assertThat(read("a.md", "plain words\n".repeat(10_000) + "é שלום").text()).endsWith("é שלום");
  }

  @Test
  void validUtf8IsUtf8WhateverItLooksLike() throws Exception {
    String text =
        "ירושלים היא בירת מדינת ישראל והעיר הגדולה ביותר בה. אוכלוסיית העיר מונה כמיליון תושבים.";
    for (String name : List.of("a.txt", "a.csv", "a.md")) {
      assertThat(read(name, text).text()).as(name).isEqualTo(text);
      assertThat(read(name, "\u001B[1m" + text).text()).as(name).endsWith(text);
    }
    assertThat(read("a.html", "<html><body><p>" + text + "</p></body></html>").text())
        .isEqualTo(text);
  }

  @Test
  void aCharacterThatIsCutIsNoErrorOfUtf8() throws Exception {
    for (int shift = 0; shift < 3; shift++) {
      byte[] bytes = ("x".repeat(shift) + "東京שלום").getBytes(StandardCharsets.UTF_8);
      for (int length = shift + 4; length <= bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThat(Utf8Look.at(cut).isValid()).as("%d of %d", length, shift).isTrue();
      }
    }
    assertThat(Utf8Look.at("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)).isValid()).isFalse();
  }

  @Test
  void aDeclaredUtf8ThatIsNoneIsDetected() throws Exception {
    String page =
        "<html><head><meta charset='utf-8'></head><body><p>%s</p></body></html>"
            .formatted("Schöne Grüße aus Köln, die Übergabe der Tür – „mit“ Öl.");
    byte[] bytes = page.getBytes(Charset.forName("windows-1252"));
    assertThat(read("a.html", bytes).text())
        .isEqualTo("Schöne Grüße aus Köln, die Übergabe der Tür – „mit“ Öl.");

    byte[] damaged = page.getBytes(StandardCharsets.UTF_8);
    damaged[page.indexOf("Schöne")] = (byte) 0xE4;
    assertThat(read("a.html", damaged).text())
        .isEqualTo("\uFFFDchöne Grüße aus Köln, die Übergabe der Tür – „mit“ Öl.");
  }

  @Test
  void utf16IsSeenWithoutItsMark() throws Exception {
    for (String text : List.of("Größe der Tür, 10 € “on”", "Договор на два года", "רכבת קלה")) {
      for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
        for (String name : List.of("a.txt", "a.md")) {
          assertThat(read(name, text.getBytes(charset)).text())
              .as("%s in %s", name, charset)
              .isEqualTo(text);
        }
      }
    }
    for (String text : List.of("one\0two\0six\0", "1\n2\n3\n4\n", "words, and\0 one zero")) {
      assertThat(read("a.txt", text).text()).as(text).startsWith(text.substring(0, 3).strip());
    }
  }

  @Test
  void escapesOfCharactersAreDecoded() throws Exception {
    String json =
        """
        {"a": "\\u0414\\u043e\\u0433 \\ud83d\\ude00", "b": "\\u0022\\u005c\\u0009\\u0085\\u2028\\ud83d"}
        {"c": "\\\\u00e4 \\\\\\u00e4 \\u00E4 \\u00g4 \\u00e"}\
        """;
    String decoded =
        """
        {"a": "Дог 😀", "b": "\\u0022\\u005c\\u0009\\u0085\\u2028\\ud83d"}
        {"c": "\\\\u00e4 \\\\ä ä \\u00g4 \\u00e"}\
        """;
    for (String name : List.of("a.json", "a.jsonl", "a.ndjson", "a.ipynb", "a.properties")) {
      ExtractedDocument document = read(name, json);
      assertThat(document.text()).as(name).isEqualTo(decoded);
      assertThat(ToldBlocks.parts(document))
          .as(name)
          .singleElement()
          .asString()
          .endsWith("|" + decoded);
    }
    assertThat(read("a.py", json).text()).isEqualTo(json);
    assertThat(read("a.txt", json).text()).isEqualTo(json);
  }

  @Test
  void metadataKeepsItsOrder() throws Exception {
    assertThat(read("a.md", "---\nkeywords: k\ntitle: t\nzeta: z\n---\n").metadata().keySet())
        .startsWith("title", "keywords", "encoding");
  }

  private ExtractedDocument read(String name, String text) throws Exception {
    return read(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTitleIsTheHeadingWithoutItsMarks() throws Exception {
    assertThat(titles("a.md", "# One #\n\ntext 😀\n\nTwo\n---\n\n## C# and F#\n\ntext\n"))
        .containsExactly("One", "Two", "C# and F#");
    assertThat(titles("a.adoc", "= One\n\ntext\n\n== Two\n\ntext\n")).containsExactly("One", "Two");
    assertThat(titles("a.rst", "=====\nOne é\n=====\n\ntext\n\nTwo\n~~~\n\ntext\n"))
        .containsExactly("One é", "Two");
  }

  private List<String> titles(String name, String text) throws Exception {
    ExtractedDocument document = read(name, text.getBytes(StandardCharsets.UTF_8));
    int[] codePoints = document.text().codePoints().toArray();
    return document.blocks().stream()
        .filter(Block.Heading.class::isInstance)
        .map(block -> ((Block.Heading) block).title())
        .map(title -> new String(codePoints, title.start(), title.length()))
        .toList();
  }

  private ExtractedDocument read(String name, byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve(name), bytes);
    Extraction extraction =
        new TikaReader(ExtractSettings.defaults(), null, () -> {})
            .read(Request.whole(file, Duration.ofMinutes(1)));
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents().getFirst();
  }
}
