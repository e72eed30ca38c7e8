package dev.opamp.javaagent.opamp.transport;

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

/** The blocks of one PEM file (RFC 7468), in file order. */
final class PemFile {

  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private final String setting;
  private final Path path;
  private final List<Block> blocks = new ArrayList<>();

  private PemFile(String setting, Path path) {
    this.setting = setting;
    this.path = path;
  }

  /**
   * Reads a file.
   *
   * @param setting key of the setting that names the file, for messages
   */
  static PemFile read(String setting, Path path) throws TlsException {
    String text;
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new TlsException(setting + ": " + path + " is too large for a PEM file");
      }
      text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new TlsException(setting + ": " + path + " does not exist");
    } catch (TlsException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsException(setting + ": cannot read " + path + ": " + OneLine.of(e));
    }
    PemFile file = new PemFile(setting, path);
    file.parse(text);
    return file;
  }

  List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  /** A failure that names the setting and the file. */
  TlsException failure(String reason) {
    return new TlsException(setting + ": " + path + ": " + reason);
  }

  private void parse(String text) throws TlsException {
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      String type = matcher.group(1);
      String body = matcher.group(2);
      if (type.equals("ENCRYPTED PRIVATE KEY") || body.contains("ENCRYPTED")) {
        throw failure("encrypted private keys are not supported, give an unencrypted one");
      }
      try {
        blocks.add(new Block(type, Base64.getMimeDecoder().decode(body)));
      } catch (IllegalArgumentException e) {
        throw failure("damaged " + type + " block");
      }
    }
  }

  /** One block, decoded. */
  static final class Block {
    private final String type;
    private final byte[] der;

    private Block(String type, byte[] der) {
      this.type = type;
      this.der = der;
    }

    String type() {
      return type;
    }

    byte[] der() {
      return der.clone();
    }
  }
}
