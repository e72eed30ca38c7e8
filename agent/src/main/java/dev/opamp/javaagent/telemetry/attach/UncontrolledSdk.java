package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.CompositeChange;
import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An application's SDK that was found and cannot be controlled. It refuses every offer for as long
 * as it is there: to report one as applied, because something else in the JVM could follow it,
 * would be a lie about the application.
 */
final class UncontrolledSdk implements ManagedSdk {

  /** What an offer says to the agent, and not to an SDK. */
  private static final Set<String> NOT_FOR_SDKS =
      new HashSet<>(Arrays.asList("file_format", "log_level"));

  private final String name;
  private final Map<String, Object> about;
  private final String reason;
  private final WeakReference<Object> sdk;

  /**
   * @param found the SDK or a part of it, which is not kept from here
   * @param reason a sentence, free of secrets
   */
  UncontrolledSdk(Object found, String name, Map<String, Object> about, String reason) {
    this.name = name;
    this.about = about;
    this.reason = reason;
    this.sdk = new WeakReference<>(found);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, Object> about() {
    return about;
  }

  @Override
  public String problem() {
    return reason;
  }

  @Override
  public boolean isGone() {
    return sdk.get() == null;
  }

  @Override
  public PreparedChange prepare(SdkDocument document) throws ConfigRejectedException {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!isGone()) {
      for (String key : document.asked().keySet()) {
        if (!NOT_FOR_SDKS.contains(key)) {
          problems.add(new ConfigProblem(key, 0, "cannot be changed: " + reason));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigRejectedException(problems);
    }
    return prepareAnew();
  }

  @Override
  public PreparedChange prepareAnew() {
    return new CompositeChange(Collections.emptyList(), Collections.emptyList());
  }

  @Override
  public SdkDocument inForce() {
    return SdkDocument.of(Collections.emptyMap());
  }

  @Override
  public Map<String, Object> resourceAttributes() {
    return Collections.emptyMap();
  }

  @Override
  public Map<String, Object> scopes() {
    return Collections.emptyMap();
  }

  @Override
  public Map<String, Object> stats() {
    return Collections.emptyMap();
  }

  @Override
  public boolean flush(long millis) {
    return true;
  }

  @Override
  public boolean close(long millis) {
    return true;
  }
}
