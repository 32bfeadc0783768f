package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.PageNumbers;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a PDF without images and annotations, each with a time budget of its own and in a
 * thread of its own. A page that hangs or eats the memory is left behind with its thread, and the
 * document opened anew: the process is to end with this file.
 */
public final class PdfPageByPage {
  /** Of the budget, so that the answer is given in time. */
  private static final int SHARE = 80;

  private static final int PAGES_AT_THEIR_SLOWEST = 8;
  private static final long AT_LEAST = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final Path file;
  private final DocumentDraft draft;
  private final long deadline;
  private final long perPage;
  private @Nullable PDDocument document;

  public PdfPageByPage(Path file, DocumentDraft draft, Duration budget) {
    this.file = file;
    this.draft = draft;
    long nanos = budget.toNanos() / 100 * SHARE;
    deadline = System.nanoTime() + nanos;
    perPage = Math.max(nanos / PAGES_AT_THEIR_SLOWEST, AT_LEAST);
  }

  public void read() throws Exception {
    PageNumbers missing = new PageNumbers();
    PageNumbers bare = new PageNumbers();
    int count = within(3 * perPage, () -> open().getNumberOfPages());
    for (int page = 1; page <= count; page++) {
      if (System.nanoTime() - deadline > 0) {
        missing.add(page, count);
        break;
      }
      String text = text(page, true);
      if (text == null) {
        text = text(page, false);
        if (text != null) {
          bare.add(page);
        }
      }
      draft.text.startPage();
      if (text == null) {
        missing.add(page);
      } else {
        try {
          draft.text.paragraphs(text);
        } catch (WriteLimitReachedException e) {
          missing.add(page, count);
          break;
        }
      }
    }
    tell(missing, bare, count);
    if (missing.count() == count && count > 0) {
      throw new IOException("no page could be read");
    }
  }

  private void tell(PageNumbers missing, PageNumbers bare, int count) {
    if (!missing.isEmpty()) {
      draft.gap(
          Reason.PARSE_ERROR,
          missing.told()
              + " of "
              + count
              + (missing.count() == 1 ? " is missing" : " are missing")
              + ": too much time or memory was needed");
    }
    if (!bare.isEmpty()) {
      draft.gap(
          Reason.PARSE_ERROR,
          bare.told()
              + (bare.count() == 1 ? " was" : " were")
              + " read without the forms painted on "
              + (bare.count() == 1 ? "it" : "them"));
    }
  }

  private PDDocument open() throws IOException {
    PDDocument opened = document;
    if (opened == null) {
      opened = Loader.loadPDF(file.toFile(), IOUtils.createTempFileOnlyStreamCache());
      document = opened;
    }
    return opened;
  }

  /** Null when it cannot be read in its time. */
  private @Nullable String text(int page, boolean withForms) throws InterruptedException {
    long left = Math.min(perPage, deadline - System.nanoTime());
    if (left <= 0) {
      return null;
    }
    try {
      return within(left, () -> stripped(page, withForms));
    } catch (TimeoutException e) {
      document = null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error) {
        document = null;
      }
    }
    return null;
  }

  private String stripped(int page, boolean withForms) throws IOException {
    PDFTextStripper stripper =
        new PDFTextStripper() {
          @Override
          protected void processOperator(Operator operator, List<COSBase> operands)
              throws IOException {
            if (withForms || !operator.getName().equals(OperatorName.DRAW_OBJECT)) {
              super.processOperator(operator, operands);
            }
          }
        };
    stripper.setStartPage(page);
    stripper.setEndPage(page);
    stripper.setSuppressDuplicateOverlappingText(true);
    stripper.setParagraphStart("\n\n");
    return stripper.getText(open());
  }

  private static <T> T within(long nanos, Callable<T> work)
      throws InterruptedException, ExecutionException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("page").start(task);
    return task.get(nanos, TimeUnit.NANOSECONDS);
  }
}
