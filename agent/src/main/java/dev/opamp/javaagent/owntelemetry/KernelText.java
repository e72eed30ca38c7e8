package dev.opamp.javaagent.owntelemetry;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What Linux tells in a file that it makes up when it is read. By {@code java.io}: its classes are
 * there already when a JVM starts, and this is read while an application does.
 */
public final class KernelText {

  private static final int USUAL_LENGTH = 1024;

  private KernelText() {}

  /** Returns the text, empty when it cannot be read. */
  public static String read(File file) {
    try (InputStream in = new FileInputStream(file)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);
      byte[] piece = new byte[USUAL_LENGTH];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        bytes.write(piece, 0, n);
      }
      return new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException e) {
      return "";
    }
  }
}
