package dev.opamp.javaagent.telemetry.otlpfile;

import java.io.IOException;
import java.io.PrintStream;
import java.util.function.Supplier;

/** Writes to standard output, which is the host's: only a configuration that says so leads here. */
final class StdoutOutput implements LineOutput {

  private final Supplier<PrintStream> stdout;

  /**
   * @param stdout asked for each line, as the host may set another one
   */
  StdoutOutput(Supplier<PrintStream> stdout) {
    this.stdout = stdout;
  }

  @Override
  public void write(byte[] line) throws IOException {
    PrintStream stream = stdout.get();
    stream.write(line, 0, line.length);
    stream.flush();
    if (stream.checkError()) {
      throw new IOException("standard output cannot be written");
    }
  }

  @Override
  public void close() {
    // It stays open for the host.
  }
}
