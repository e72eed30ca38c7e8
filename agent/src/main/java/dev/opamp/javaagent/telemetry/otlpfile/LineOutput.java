package dev.opamp.javaagent.telemetry.otlpfile;

import java.io.IOException;

/** Takes lines whole, each with its line feed. */
interface LineOutput {

  void write(byte[] line) throws IOException;

  void close() throws IOException;
}
