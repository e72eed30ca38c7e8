package dev.opamp.javaagent.telemetry.attach;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side of the seam: calls of static methods come with a class, others with an object.
 */
final class HookSeamSide implements BiFunction<Object, Object, Object> {

  private final BiFunction<Object, Object, Object> globals;
  private final @Nullable HostSdks hostSdks;

  HookSeamSide(BiFunction<Object, Object, Object> globals, @Nullable HostSdks hostSdks) {
    this.globals = globals;
    this.hostSdks = hostSdks;
  }

  @Override
  public @Nullable Object apply(Object subject, Object question) {
    if (subject instanceof Class) {
      return globals.apply(subject, question);
    }
    if (hostSdks == null) {
      return null;
    }
    return HostSdkPatcher.BUILD.equals(question)
        ? hostSdks.onBuild(subject)
        : hostSdks.onSeen(subject);
  }
}
