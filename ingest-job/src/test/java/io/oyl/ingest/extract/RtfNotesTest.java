package io.oyl.ingest.extract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RtfNotesTest {
  @TempDir Path folder;

  @Test
  void aNoteStandsInBracketsWhereItIsReferredTo() throws Exception {
    assertThat(
            text(
                "We deliver steel{{\\super\\chftn{\\*\\footnote\\ftnalt \\chftn\\pard\\plain{\n }"
                    + "{Grade \\{DC\\} by \\'80.}\n}}} on Mondays{\\super\\chftn"
                    + "{\\footnote \\pard \\chftn  Or \\b later\\b0 .}}."))
        .isEqualTo("We deliver steel [Grade {DC} by €.] on Mondays [Or later.].");
  }

  @Test
  void onlyNotesAreTouched() throws Exception {
    assertThat(text("a{\\*\\unknown b} {\\pict\\bin4 }}{{}{c}\\par}}} d")).isEqualTo("a c");
    Path file = Files.writeString(folder.resolve("a.rtf"), "{\\rtf1 a }}] b}");
    assertThat(RtfNotes.inBrackets(file)).isNull();
  }

  @Test
  void aBraceAmongTheBytesOfAPictureEndsNoNote() throws Exception {
    assertThat(text("a{\\footnote b{\\pict\\wmetafile8\\bin3 }}}}c} d")).isEqualTo("a [bc] d");
  }

  @Test
  void aNoteIsReadHoweverLargeTheFile() throws Exception {
    String picture = "{\\pict\\pngblip " + "0".repeat(33 << 20) + "}";
    Path file =
        Files.writeString(folder.resolve("a.rtf"), "{\\rtf1 a" + picture + "{\\*\\footnote b} c}");

    Path copy = requireNonNull(RtfNotes.inBrackets(file));

    assertThat(Files.readString(copy)).isEqualTo("{\\rtf1 a" + picture + "{\\footnote { [}b]} c}");
  }

  private String text(String body) throws Exception {
    Path file = folder.resolve("a.rtf");
    Files.writeString(
        file, "{\\rtf1\\ansi\\ansicpg1252\\pard " + body + "\\par}", StandardCharsets.US_ASCII);
    return ToldBlocks.documents(file).getFirst().text();
  }
}
