package dev.opamp.javaagent.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of one PEM source (RFC 7468), in its order. */
public final class PemFile {

  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /**
   * The body ends at the next dashes, so that a beginning without an end is not searched for one.
   */
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]+)-----((?:(?!-----).)*+)-----END \\1-----", Pattern.DOTALL);

  private static final Pattern HEADERS_END = Pattern.compile("\\r?\\n[ \\t]*\\r?\\n");

  private final String name;
  private final List<Block> blocks = new ArrayList<>();

  private PemFile(String name) {
    this.name = name;
  }

  /** Reads a source, a file anew each time. */
  static PemFile read(PemSource source) throws TlsException {
    PemFile file = new PemFile(source.toString());
    Path path = source.file();
    file.parse(path == null ? String.valueOf(source.text()) : read(source.name(), path));
    return file;
  }

  private static String read(String setting, Path path) throws TlsException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new TlsException(setting + ": " + path + " is too large for a PEM file");
      }
      return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new TlsException(setting + ": " + path + " does not exist");
    } catch (TlsException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsException(setting + ": cannot read " + path + ": " + OneLine.of(e));
    }
  }

  List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  /** A failure that names the source: the setting and the file. */
  TlsException failure(String reason) {
    return new TlsException(name + ": " + reason);
  }

  private void parse(String text) throws TlsException {
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      String type = matcher.group(1);
      String body = matcher.group(2);
      // Headers, which only OpenSSL's own encrypted keys have, end with an empty line.
      Matcher end = HEADERS_END.matcher(body);
      int split = body.indexOf(':') >= 0 && end.find() ? end.end() : 0;
      try {
        byte[] der = Base64.getMimeDecoder().decode(body.substring(split));
        blocks.add(new Block(type, body.substring(0, split), der));
      } catch (IllegalArgumentException e) {
        throw failure("damaged " + type + " block");
      }
    }
  }

  /** One block, decoded. */
  static final class Block {
    private final String type;
    private final String headers;
    private final byte[] der;

    private Block(String type, String headers, byte[] der) {
      this.type = type;
      this.headers = headers;
      this.der = der;
    }

    String type() {
      return type;
    }

    /** {@code Proc-Type} and {@code DEK-Info} as they stand there; mostly empty. */
    String headers() {
      return headers;
    }

    byte[] der() {
      return der.clone();
    }
  }
}
