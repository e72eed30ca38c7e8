package dev.opamp.javaagent.opamp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One named file of a configuration, offered or in force. Its bytes are not to be changed. */
public final class ConfigFile {

  private final String name;
  private final String contentType;
  private final byte[] body;

  public ConfigFile(String name, String contentType, byte[] body) {
    this.name = name;
    this.contentType = contentType;
    this.body = body;
  }

  /** Unique within its configuration; may be empty when it is the only file. */
  public String name() {
    return name;
  }

  /** MIME type, possibly with parameters; empty when the sender did not say. */
  public String contentType() {
    return contentType;
  }

  public byte[] body() {
    return body;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfigFile
        && name.equals(((ConfigFile) other).name)
        && contentType.equals(((ConfigFile) other).contentType)
        && Arrays.equals(body, ((ConfigFile) other).body);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(body);
  }
}
