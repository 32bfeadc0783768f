package io.oyl.ingest.extract.pdf;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.jspecify.annotations.Nullable;

/** The images a page may paint, found in its resources: nothing is decoded or painted. */
public final class PdfImages {
  private static final int DEEPEST = 5;
  private static final int MOST_FORMS = 1_000;

  private final Set<COSBase> met = new HashSet<>();
  private long largest;

  private PdfImages() {}

  /** Pixels of the largest image of a page; 0 without an image. */
  public static long largest(PDPage page) throws IOException {
    PdfImages images = new PdfImages();
    images.look(page.getResources() == null ? null : page.getResources().getCOSObject(), 0);
    return images.largest;
  }

  private void look(@Nullable COSDictionary resources, int depth) {
    COSDictionary objects = resources == null ? null : resources.getCOSDictionary(COSName.XOBJECT);
    if (objects == null || depth > DEEPEST) {
      return;
    }
    for (COSName name : objects.keySet()) {
      COSBase object = objects.getDictionaryObject(name);
      if (object instanceof COSStream stream && met.size() < MOST_FORMS && met.add(stream)) {
        if (COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE))) {
          largest =
              Math.max(
                  largest,
                  Math.max(
                      1L,
                      (long) stream.getInt(COSName.WIDTH, 1) * stream.getInt(COSName.HEIGHT, 1)));
        } else {
          look(stream.getCOSDictionary(COSName.RESOURCES), depth + 1);
        }
      }
    }
  }
}
