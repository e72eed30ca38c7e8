package dev.opamp.javaagent.config;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last offer that was applied whole, kept for the next start. It is kept as it was offered, so
 * that values from the environment are never written to disk.
 */
final class LastWorkingConfig {

  private static final AgentLogger LOGGER = AgentLogger.get(LastWorkingConfig.class);
  private static final int FORMAT = 0x0C0F1601;

  private final ConfigStore store;

  LastWorkingConfig(ConfigStore store) {
    this.store = store;
  }

  /** Returns the stored offer; null when there is none, or none that can be read. */
  @Nullable RemoteConfigOffer load() {
    try {
      byte[] content = store.load();
      return content == null ? null : decode(content);
    } catch (Throwable t) {
      warn("cannot be read", t);
      quarantine();
      return null;
    }
  }

  void save(RemoteConfigOffer offer) {
    try {
      store.save(encode(offer));
    } catch (Throwable t) {
      warn("cannot be stored", t);
    }
  }

  void quarantine() {
    try {
      store.quarantine();
    } catch (Throwable t) {
      warn("cannot be put aside", t);
    }
  }

  private static void warn(String what, Throwable t) {
    LOGGER.warn(
        "the last working remote configuration "
            + what
            + " ("
            + t.getClass().getSimpleName()
            + ")");
  }

  private static byte[] encode(RemoteConfigOffer offer) throws IOException {
    List<ConfigFile> files = offer.files();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    write(out, offer.hash());
    out.writeInt(files == null ? 0 : files.size());
    for (ConfigFile file : files == null ? Collections.<ConfigFile>emptyList() : files) {
      out.writeUTF(file.name());
      out.writeUTF(file.contentType());
      write(out, file.body());
    }
    return bytes.toByteArray();
  }

  private static RemoteConfigOffer decode(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    if (in.readInt() != FORMAT) {
      throw new IOException("unknown format");
    }
    byte[] hash = read(in);
    List<ConfigFile> files = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      files.add(new ConfigFile(in.readUTF(), in.readUTF(), read(in)));
    }
    return new RemoteConfigOffer(hash, files);
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("truncated");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
