package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {
  @Test
  void aReaderThatHasSeenEnoughIsNoFailure() {
    assertThat(failing("Broken pipe").failure()).isEmpty();
  }

  @Test
  void aFullDiskIsOne() {
    assertThat(failing("No space left on device").failure()).contains("No space left on device");
  }

  private static AnswerStream failing(String message) {
    AnswerStream stream =
        new AnswerStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(message);
              }
            });
    Console console = new Console(stream, OutputStream.nullOutputStream(), Terminal.NONE);
    console.line("answer");
    console.out().flush();
    console.line("more");
    console.out().flush();
    return stream;
  }
}
