package dev.opamp.javaagent.testing.matrix;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One application in one JVM, and when the agent comes to it. */
record Cell(Target target, Mode mode, Jdk jdk) {

  private static final String OWN_SDK = "1.65.0";

  /** Why there cannot be such a cell; null when there can. */
  @Nullable String impossible() {
    boolean old = target.version().equals("1.33.6") || target.version().equals("2.10.0");
    if (target.kind() == Kind.UPSTREAM && old && jdk == Jdk.SECOND) {
      return "opentelemetry-javaagent "
          + target.version()
          + " reads no class files of JDK 25: it exports nothing of the application";
    }
    if (target.kind() == Kind.API && !target.isSince(OWN_SDK)) {
      return "the agent's SDK needs an API of " + OWN_SDK + " or newer; health says so";
    }
    return null;
  }

  /**
   * Whether an SDK is known only by what it does: it was there before the agent, and {@code
   * GlobalOpenTelemetry} does not lead to it. Spring's starter does not register its own.
   */
  boolean isSeenAtWork() {
    return mode == Mode.LATE
        && switch (target.kind()) {
          case LOCAL, BOOT -> true;
          default -> false;
        };
  }

  /** The same, or one of its SDKs is: the second web application does not register its own. */
  boolean hasOneSeenAtWork() {
    return isSeenAtWork() || (mode == Mode.LATE && target.kind() == Kind.TOMCAT);
  }

  /** What the application exports with at first: each of them in half of the cells. */
  String protocol() {
    int version = Math.max(0, Target.SDKS.indexOf(target.version()));
    return (version + mode.ordinal() + jdk.ordinal()) % 2 == 0 ? "http/protobuf" : "grpc";
  }

  /** The applications in it, by their service names. */
  List<String> services() {
    return target.kind() == Kind.TOMCAT ? List.of("web-one", "web-two") : List.of("app");
  }

  @Override
  public String toString() {
    return target + ", " + mode.words() + ", JDK " + jdk.feature();
  }

  /** A name for files. */
  String fileName() {
    return Objects.requireNonNull(toString()).replaceAll("[^A-Za-z0-9.]+", "-");
  }
}
