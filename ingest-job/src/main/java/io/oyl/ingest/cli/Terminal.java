package io.oyl.ingest.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * The terminal behind the two output streams, as far as there is one.
 *
 * @param columns its width; without a terminal nothing is ever cut
 */
record Terminal(boolean out, boolean err, int columns, boolean colours) {
  static final int UNLIMITED = Integer.MAX_VALUE;
  static final Terminal NONE = new Terminal(false, false, UNLIMITED, false);
  private static final int USUAL_COLUMNS = 80;

  /** What standard output and standard error lead to. Java itself can tell of neither. */
  static Terminal of(Environment environment) {
    try {
      boolean dumb = environment.get("TERM").orElse("dumb").equals("dumb");
      boolean out = isTerminal(1);
      boolean err = isTerminal(2) && !dumb;
      boolean colours = out && !dumb && !environment.has("NO_COLOR");
      return out || err ? new Terminal(out, err, columns(environment, out ? 1 : 2), colours) : NONE;
    } catch (Throwable e) {
      return NONE; // another C library than those we know
    }
  }

  /** Whether standard input is one, so that somebody would see what he types. */
  static boolean isInput() {
    try {
      return isTerminal(0);
    } catch (Throwable e) {
      return false; // another C library than those we know
    }
  }

  /** How wide a line on standard output may be. */
  int answerColumns() {
    return out ? columns : UNLIMITED;
  }

  @SuppressWarnings("restricted")
  private static boolean isTerminal(int descriptor) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle isatty =
        linker.downcallHandle(
            linker.defaultLookup().find("isatty").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    return (int) isatty.invokeExact(descriptor) == 1;
  }

  private static int columns(Environment environment, int descriptor) throws Throwable {
    int columns =
        environment
            .get("COLUMNS")
            .filter(value -> value.matches("[1-9][0-9]{0,4}"))
            .map(Integer::parseInt)
            .orElse(0);
    columns = columns > 0 ? columns : windowColumns(descriptor);
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  /** {@code ioctl(TIOCGWINSZ)} fills four unsigned shorts: rows, columns and two for pixels. */
  @SuppressWarnings("restricted")
  private static int windowColumns(int descriptor) throws Throwable {
    boolean isLinux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    long request = isLinux ? 0x5413 : 0x40087468;
    Linker linker = Linker.nativeLinker();
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().find("ioctl").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8, 2);
      int result = (int) ioctl.invokeExact(descriptor, request, size);
      return result == 0 ? Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2)) : 0;
    }
  }
}
