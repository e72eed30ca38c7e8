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

  static final int MAX_BYTES = 4 * 1024 * 1024;

  /**
   * The body ends at the next dashes, so that a beginning without an end is not searched for one.
   */
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]+)-----((?:(?!-----).)*+)-----END \\1-----", Pattern.DOTALL);

  private static final Pattern ENCRYPTION =
      Pattern.compile(
          "\\A\\s*Proc-Type: *4,ENCRYPTED\\s*\\R\\s*DEK-Info: *([A-Z0-9-]+,[0-9A-Fa-f]+)\\s*\\R");

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
      // The header of RFC 1421 that OpenSSL writes above an encrypted key ends in a blank line.
      Matcher header = ENCRYPTION.matcher(body);
      String encryption = header.find() ? header.group(1) : "";
      String base64 = body.substring(encryption.isEmpty() ? 0 : header.end());
      try {
        blocks.add(new Block(type, encryption, Base64.getMimeDecoder().decode(base64)));
      } catch (IllegalArgumentException e) {
        throw failure("damaged " + type + " block");
      }
    }
  }

  /** One block, decoded. */
  static final class Block {
    private final String type;
    private final String encryption;
    private final byte[] der;

    private Block(String type, String encryption, byte[] der) {
      this.type = type;
      this.encryption = encryption;
      this.der = der;
    }

    String type() {
      return type;
    }

    /** The {@code DEK-Info} of a key that OpenSSL encrypted its own way; empty without one. */
    String encryption() {
      return encryption;
    }

    byte[] der() {
      return der.clone();
    }
  }
}
