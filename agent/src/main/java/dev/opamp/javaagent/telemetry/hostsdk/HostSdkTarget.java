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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Parts of SDKs that any target controls, held weakly. */
  private final Set<Object> taken;

  private final Set<String> elsewhere = new HashSet<>();
  private final Set<String> outOfReach = new HashSet<>();
  private boolean whole;
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
   * @param taken parts of SDKs that any target controls, weakly held and safe for threads
   */
  public HostSdkTarget(
      String name,
      Map<String, Object> about,
      SerialExecutor timer,
      Executor aside,
      Set<Object> taken) {
    this.taken = taken;
    this.name = name;
    this.about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
    this.retirement = new Retirement(timer, aside);
  }

  @Override
  public boolean adopt(Object object) {
    SdkParts parts = SdkParts.of(object);
    if (parts.isUnreadable()) {
      throw new IllegalStateException("its parts cannot be read");
    }
    if (parts.leadsNowhere()) {
      return false;
    }
    whole |= parts.isWhole();
    boolean more = adoptTraces(parts);
    more |= adoptLogs(parts);
    more |= adoptMetrics(parts);
    return adoptPropagators(parts, object.getClass().getClassLoader()) || more;
  }

  private boolean adoptTraces(SdkParts parts) {
    Object state = parts.tracerState();
    if (traces != null || state == null || !take("tracer_provider", state)) {
      return false;
    }
    HostTraces found = new HostTraces(state, parts.tracerProvider(), retirement, this);
    found.install();
    traces = found;
    return true;
  }

  private boolean adoptLogs(SdkParts parts) {
    Object state = parts.loggerState();
    if (logs != null || state == null || !take("logger_provider", state)) {
      return false;
    }
    try {
      HostLogs found = new HostLogs(state, retirement, this);
      found.install();
      logs = found;
      return true;
    } catch (LinkageError e) {
      // Logs of before 1.27, which have another API.
      if (parts.hasLogProcessors()) {
        outOfReach.add("logger_provider");
      }
      return false;
    }
  }

  private boolean adoptMetrics(SdkParts parts) {
    if (metrics != null || !parts.hasMeters()) {
      return false;
    }
    List<Object> free = new ArrayList<>(parts.readers());
    free.removeIf(reader -> !take("meter_provider", reader));
    if (free.isEmpty() && !parts.readers().isEmpty()) {
      return false;
    }
    HostMetrics found = new HostMetrics(free, retirement);
    if (traces == null && logs == null) {
      found.anchor(this);
    }
    metrics = found;
    return true;
  }

  private boolean adoptPropagators(SdkParts parts, ClassLoader loader) {
    Object found = parts.propagators();
    if (propagation != null || found == null) {
      return false;
    }
    Object shared = SdkField.read(found, "textMapPropagator");
    if (!take("propagator", shared == null ? found : shared)) {
      return false;
    }
    propagation = new HostPropagation(found, loader, retirement);
    return true;
  }

  /** What another target controls already is its business, also where this SDK shares it. */
  private boolean take(String section, Object part) {
    boolean free = taken.add(part);
    if (!free) {
      elsewhere.add(section);
    }
    return free;
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
    HostTraces ofTraces = traces;
    HostLogs ofLogs = logs;
    return (ofTraces != null || ofLogs != null)
        && (ofTraces == null || ofTraces.isShutdown())
        && (ofLogs == null || ofLogs.isShutdown());
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
    refuseMissing(root, disabled, refusal);
    for (HostSignal signal : signals()) {
      DocumentNode asked = root.child(signal.section());
      boolean off = disabled || (root.hasKey(signal.section()) && !asked.isPresent());
      signal.prepare(asked, root, off, anew, changes, refusal);
    }
    HostPropagation propagators = propagation;
    if (propagators != null) {
      propagators.prepare(root, anew, changes, refusal);
    } else if (root.hasKey("propagator") && !elsewhere.contains("propagator")) {
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

  /** Refuses what is asked for of signals that were not found. */
  private void refuseMissing(DocumentNode root, boolean disabled, Refusal refusal) {
    refuseMissing(root, "tracer_provider", traces, disabled, refusal);
    refuseMissing(root, "meter_provider", metrics, disabled, refusal);
    refuseMissing(root, "logger_provider", logs, disabled, refusal);
  }

  private void refuseMissing(
      DocumentNode root,
      String section,
      @Nullable HostSignal signal,
      boolean disabled,
      Refusal refusal) {
    if (signal != null || elsewhere.contains(section)) {
      return;
    }
    DocumentNode asked = root.child(section);
    boolean off = disabled || (root.hasKey(section) && !asked.isPresent());
    boolean maybeThere = !whole || outOfReach.contains(section);
    if (!asked.children().isEmpty() || (off && maybeThere)) {
      refusal.add(asked, "the application's SDK has no such signal that the agent could reach");
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
