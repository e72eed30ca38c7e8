package dev.opamp.javaagent.telemetry.attach;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version of an OpenTelemetry artifact, as its {@code version.properties} gives it. */
final class ApiVersion {

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\D.*)?");

  private final int major;
  private final int minor;
  private final String text;

  private ApiVersion(int major, int minor, String text) {
    this.major = major;
    this.minor = minor;
    this.text = text;
  }

  /** Returns the version, or null when the text is none. */
  static @Nullable ApiVersion parse(@Nullable String text) {
    Matcher numbers = NUMBERS.matcher(text == null ? "" : text.trim());
    if (!numbers.matches()) {
      return null;
    }
    return new ApiVersion(
        Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), numbers.group());
  }

  /**
   * Reads the version of an artifact.
   *
   * @param packagePath slash-separated package, for example {@code io/opentelemetry/api}
   * @return the version, or null when the loader sees none
   */
  static @Nullable ApiVersion of(ClassLoader loader, String packagePath) {
    try (InputStream in = loader.getResourceAsStream(packagePath + "/version.properties")) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return parse(properties.getProperty("sdk.version"));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  boolean isOfMajor(int number) {
    return major == number;
  }

  boolean isBefore(int otherMajor, int otherMinor) {
    return major != otherMajor ? major < otherMajor : minor < otherMinor;
  }

  @Override
  public String toString() {
    return text;
  }
}
