package io.oyl.ingest.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small source with a bit of everything: text, structure, an archive, equal files, bad files. */
public final class TwelveFiles {
  private static final LocalDateTime WRITTEN = LocalDateTime.of(2026, 1, 1, 12, 0);

  private TwelveFiles() {}

  public static void write(Path folder) throws IOException {
    for (int i = 1; i <= 5; i++) {
      Files.writeString(folder.resolve("note-" + i + ".md"), note(i));
    }
    Files.createDirectories(folder.resolve("below/deeper"));
    Files.writeString(folder.resolve("below/equal.md"), note(1));
    Files.writeString(
        folder.resolve("below/page.html"),
        "<html><body><h1>Tides</h1><p>High water comes twice a day.</p>"
            + "<table><tr><th>Day</th><th>Time</th></tr><tr><td>Monday</td><td>9:30</td></tr></table>"
            + "</body></html>");
    Files.writeString(
        folder.resolve("below/deeper/emoji.txt"), "A red flag 🚩 means that no boat leaves. é ü");
    Files.write(folder.resolve("members.zip"), archive());
    Files.writeString(folder.resolve("empty.txt"), "");
    Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.4\nnothing else");
    Files.write(folder.resolve("unknown.bin"), new byte[] {1, 2, 3, (byte) 200, 0, 5});
  }

  private static String note(int i) {
    StringBuilder text = new StringBuilder("# Note " + i + "\n\n");
    for (int j = 1; j <= 6; j++) {
      text.append("## Part ").append(j).append("\n\n");
      text.append(
          "The keeper of lighthouse %d climbs %d steps every evening before the lamp is lit.\n\n"
              .formatted(i, 100 + j));
    }
    return text.toString();
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : new String[] {"first.txt", "second.txt"}) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(WRITTEN); // or the bytes would be others each time
        zip.putNextEntry(entry);
        zip.write(("The text of the " + name + " is here.").getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }
}
