package dev.opamp.javaagent.settings;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the instance UID comes from: made and kept here, fixed by the user, or the server's. */
public final class InstanceUidSetting {

  /** The default: made at the first start and kept. */
  public static final InstanceUidSetting GENERATED = new InstanceUidSetting(null, false);

  private static final InstanceUidSetting FROM_SERVER = new InstanceUidSetting(null, true);
  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final @Nullable UUID fixed;
  private final boolean requestedFromServer;

  private InstanceUidSetting(@Nullable UUID fixed, boolean requestedFromServer) {
    this.fixed = fixed;
    this.requestedFromServer = requestedFromServer;
  }

  static InstanceUidSetting parse(String text) throws InvalidValueException {
    if (text.equals("server")) {
      return FROM_SERVER;
    }
    if (!UUID_TEXT.matcher(text).matches()) {
      throw new InvalidValueException("is neither a UUID nor the word server");
    }
    return new InstanceUidSetting(UUID.fromString(text), false);
  }

  /** The user's UUID, or null when it is not fixed. */
  public @Nullable UUID fixed() {
    return fixed;
  }

  /** Whether the server is asked to assign one. */
  public boolean requestedFromServer() {
    return requestedFromServer;
  }
}
