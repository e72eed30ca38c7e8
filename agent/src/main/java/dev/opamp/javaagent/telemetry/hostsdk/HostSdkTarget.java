package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.config.AdoptedSdk;
import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.CompositeChange;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An SDK that the application has built, as a target of the configuration: what an offer asks for
 * is put in force, everything else stays as the application built it.
 */
public final class HostSdkTarget implements AdoptedSdk {

  private static final String[] TOP_LEVEL = {
    "file_format",
    "log_level",
    "disabled",
    "attribute_limits",
    "propagator",
    "tracer_provider",
    "meter_provider",
    "logger_provider"
  };

  private final String name;
  private final Map<String, Object> about;
  private final Retirement retirement;
  private volatile @Nullable HostTraces traces;
  private volatile @Nullable HostMetrics metrics;
  private volatile @Nullable HostLogs logs;
  private volatile @Nullable HostPropagation propagation;
  private volatile SdkDocument inForce = SdkDocument.of(Collections.emptyMap());

  /**
   * @param name a name for people
   * @param about what health shows of it: version, loader, how it was found
   * @param timer runs short tasks at their time
   * @param aside runs what may block, each task on a daemon thread of its own
   */
  public HostSdkTarget(
      String name, Map<String, Object> about, SerialExecutor timer, Executor aside) {
    this.name = name;
    this.about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
    this.retirement = new Retirement(timer, aside);
  }

  @Override
  public boolean adopt(Object object) {
    SdkParts parts = SdkParts.of(object);
    boolean more = false;
    if (traces == null && parts.tracerState() != null) {
      traces = new HostTraces(parts.tracerState(), parts.tracerProvider(), retirement, this);
      more = true;
    }
    if (logs == null && parts.loggerState() != null) {
      try {
        logs = new HostLogs(parts.loggerState(), retirement, this);
        more = true;
      } catch (LinkageError e) {
        // Logs of before 1.27, which have another API: left alone.
        logs = null;
      }
    }
    if (metrics == null && parts.hasMeters()) {
      HostMetrics found = new HostMetrics(parts.readers(), retirement);
      if (traces == null && logs == null) {
        found.anchor(this);
      }
      metrics = found;
      more = true;
    }
    if (propagation == null && parts.propagators() != null) {
      ClassLoader loader = object.getClass().getClassLoader();
      propagation = new HostPropagation(parts.propagators(), loader, retirement);
      more = true;
    }
    return more;
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
  public boolean isGone() {
    HostTraces found = traces;
    return found != null && found.isShutdown();
  }

  @Override
  public PreparedChange prepare(SdkDocument document) throws ConfigRejectedException {
    return prepare(document, false);
  }

  @Override
  public PreparedChange prepareAnew() throws ConfigRejectedException {
    return prepare(inForce, true);
  }

  private PreparedChange prepare(SdkDocument document, boolean anew)
      throws ConfigRejectedException {
    DocumentNode root = DocumentNode.ofAsked(document);
    Refusal refusal = new Refusal();
    refusal.unlessIn(root, "cannot be changed in an SDK that the application has built", TOP_LEVEL);
    List<PreparedChange> changes = new ArrayList<>();
    boolean disabled = root.child("disabled").sameValue(true);
    for (HostSignal signal : signals(root, refusal)) {
      DocumentNode asked = root.child(signal.section());
      boolean off = disabled || (root.hasKey(signal.section()) && !asked.isPresent());
      signal.prepare(asked, root, off, anew, changes, refusal);
    }
    HostPropagation propagators = propagation;
    if (propagators != null) {
      propagators.prepare(root, anew, changes, refusal);
    } else if (root.hasKey("propagator")) {
      refusal.add(root.child("propagator"), "its propagators were not found");
    }
    try {
      refusal.check();
    } catch (ConfigRejectedException e) {
      changes.forEach(PreparedChange::discard);
      throw e;
    }
    SdkDocument before = inForce;
    changes.add(new Remembered(() -> inForce = document, () -> inForce = before));
    return new CompositeChange(changes, steps(changes));
  }

  private static List<ChangeStep> steps(List<PreparedChange> changes) {
    List<ChangeStep> steps = new ArrayList<>();
    changes.forEach(change -> steps.addAll(change.steps()));
    return steps;
  }

  private List<HostSignal> signals() {
    List<HostSignal> found = new ArrayList<>();
    for (HostSignal signal : Arrays.asList(metrics, logs, traces)) {
      if (signal != null) {
        found.add(signal);
      }
    }
    return found;
  }

  /** Returns the signals, and refuses what is asked for of those that were not found. */
  private List<HostSignal> signals(DocumentNode root, Refusal refusal) {
    refuseMissing(root.child("tracer_provider"), traces, refusal);
    refuseMissing(root.child("meter_provider"), metrics, refusal);
    refuseMissing(root.child("logger_provider"), logs, refusal);
    return signals();
  }

  private static void refuseMissing(
      DocumentNode section, @Nullable HostSignal signal, Refusal refusal) {
    if (signal == null && !section.children().isEmpty()) {
      refusal.add(section, "the application's SDK has no such signal that the agent could reach");
    }
  }

  @Override
  public SdkDocument inForce() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("file_format", "1.0");
    HostPropagation propagators = propagation;
    if (propagators != null) {
      propagators.describe(tree);
    }
    for (HostSignal signal : signals()) {
      tree.put(signal.section(), signal.inForce());
    }
    return SdkDocument.of(tree);
  }

  @Override
  public Map<String, Object> resourceAttributes() {
    HostTraces found = traces;
    Resource resource = found == null ? null : found.resource();
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (resource != null) {
      resource
          .getAttributes()
          .forEach((AttributeKey<?> key, Object value) -> attributes.put(key.getKey(), value));
    }
    return attributes;
  }

  @Override
  public Map<String, Object> components() {
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

  /** Exports what the agent's pipelines hold; what the application's hold is its own business. */
  @Override
  public boolean flush(long millis) {
    List<CompletableResultCode> results = new ArrayList<>(retirement.flush());
    for (HostSignal signal : signals()) {
      signal.built().forEach(closing -> results.add(closing.flush()));
    }
    return CompletableResultCode.ofAll(results).join(millis, TimeUnit.MILLISECONDS).isSuccess();
  }

  /**
   * Returns the SDK to exactly what the application has built, and ends what the agent has built.
   * No change may be prepared any more.
   */
  @Override
  public boolean close(long millis) {
    List<Closing> built = new ArrayList<>();
    signals().forEach(signal -> built.addAll(signal.built()));
    try {
      prepare(SdkDocument.of(Collections.emptyMap()), false).commit();
    } catch (ConfigRejectedException e) {
      throw new IllegalStateException("the SDK cannot be let go", e);
    }
    signals().forEach(HostSignal::release);
    return retirement.endAll(built, millis);
  }

  /** Keeps in mind what is in force, with the change that puts it there. */
  private static final class Remembered implements PreparedChange {
    private final Runnable after;
    private final Runnable before;

    Remembered(Runnable after, Runnable before) {
      this.after = after;
      this.before = before;
    }

    @Override
    public List<ChangeStep> steps() {
      return Collections.emptyList();
    }

    @Override
    public void commit() {
      after.run();
    }

    @Override
    public void revert() {
      before.run();
    }

    @Override
    public void discard() {
      // Nothing was built.
    }

    @Override
    public void retireReplaced() {
      // Nothing is replaced.
    }
  }
}
