package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.CompositeChange;
import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The agent's own SDK, every part of which follows the document. Applications hold one
 * OpenTelemetry instance from it that never changes; nothing they do through it blocks on a change.
 *
 * <p>It starts with every signal off. All methods may be called from any thread, changes from one
 * at a time.
 */
public final class OwnSdkTarget implements ManagedSdk {

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration RETIREMENT = Duration.ofSeconds(10);

  private final String name;
  private final DelegatingOpenTelemetry openTelemetry = new DelegatingOpenTelemetry();
  private final DeclarativeComponents components;
  private final ResourceLayers resources;
  private final RetireThread retirement;
  private final List<Signal> signals;
  private volatile CommonState common;
  private volatile boolean closed;

  /**
   * @param name a name for people, for example {@code own}
   * @param baseResourceAttributes what the agent knows of the host application: String, Boolean,
   *     Long, Double or lists of them
   */
  public OwnSdkTarget(String name, Map<String, Object> baseResourceAttributes) {
    this(name, baseResourceAttributes, GRACE);
  }

  OwnSdkTarget(String name, Map<String, Object> baseResourceAttributes, Duration grace) {
    this(name, baseResourceAttributes, Purpose.RECORDING, grace);
  }

  private OwnSdkTarget(
      String name, Map<String, Object> baseResourceAttributes, Purpose purpose, Duration grace) {
    this.name = name;
    this.components =
        new DeclarativeComponents(new AgentComponents(OwnSdkTarget.class.getClassLoader()));
    this.resources = new ResourceLayers(components, baseResourceAttributes);
    this.retirement = new RetireThread(grace, RETIREMENT);
    this.signals =
        Arrays.asList(
            new MetricsSignal(components, openTelemetry.meters, retirement, purpose, grace),
            new LogsSignal(components, openTelemetry.loggers, retirement, purpose),
            new TracesSignal(components, openTelemetry.tracers, retirement, purpose));
    this.common =
        new CommonState(
            DocumentNode.of(SdkDocument.of(Collections.emptyMap())),
            resources.initial(),
            TextMapPropagator.noop());
  }

  /**
   * Returns an SDK in which nobody records anything. It keeps no thread, and leaves the addresses
   * that Prometheus reads from to the SDK that somebody does record in.
   *
   * @param name a name for people
   * @param baseResourceAttributes as for the constructor
   */
  public static OwnSdkTarget unused(String name, Map<String, Object> baseResourceAttributes) {
    return new OwnSdkTarget(name, baseResourceAttributes, Purpose.PROVING, GRACE);
  }

  /** Returns the {@code io.opentelemetry.api.OpenTelemetry} for applications, always the same. */
  public Object openTelemetry() {
    return openTelemetry;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PreparedChange prepare(SdkDocument document) throws ConfigRejectedException {
    return prepare(DocumentNode.of(document), Reuse.UNCHANGED_PARTS);
  }

  @Override
  public PreparedChange prepareAnew() throws ConfigRejectedException {
    return prepare(common.document, Reuse.NOTHING);
  }

  private PreparedChange prepare(DocumentNode root, Reuse reuse) throws ConfigRejectedException {
    if (closed) {
      throw new ConfigRejectedException(new ConfigProblem("", 0, "the SDK has been shut down"));
    }
    UnsupportedKeys.refuse(root);
    checkModel(root);
    CommonState before = common;
    CommonState after =
        new CommonState(root, resource(before, root, reuse), propagator(before, root, reuse));
    List<PreparedChange> signalChanges = signalChanges(after, reuse);
    List<PreparedChange> changes = new ArrayList<>();
    changes.add(new StateChange<>(before, after, this::publish, retirement, before.stepsTo(after)));
    changes.addAll(signalChanges);
    return new CompositeChange(changes, steps(before, after, changes));
  }

  /** An SDK that is switched off or on as a whole does not say so of each signal again. */
  private static List<ChangeStep> steps(
      CommonState before, CommonState after, List<PreparedChange> changes) {
    boolean told = before.isDisabled() != after.isDisabled();
    List<ChangeStep> steps = new ArrayList<>();
    for (PreparedChange change : told ? changes.subList(0, 1) : changes) {
      steps.addAll(change.steps());
    }
    return new DocumentOrder(after.document).sorted(steps);
  }

  private void checkModel(DocumentNode root) throws ConfigRejectedException {
    Map<String, Object> document = root.map();
    try {
      components.check(document);
    } catch (RuntimeException | LinkageError e) {
      throw new ConfigRejectedException(FailureLocator.problem(root, e));
    }
  }

  private Resource resource(CommonState before, DocumentNode root, Reuse reuse)
      throws ConfigRejectedException {
    DocumentNode section = root.child("resource");
    boolean stays =
        reuse == Reuse.UNCHANGED_PARTS
            && section.sameValue(before.document.child("resource").value());
    return stays ? before.resource : resources.build(section);
  }

  private TextMapPropagator propagator(CommonState before, DocumentNode root, Reuse reuse)
      throws ConfigRejectedException {
    DocumentNode section = root.child("propagator");
    if (reuse == Reuse.UNCHANGED_PARTS
        && section.sameValue(before.document.child("propagator").value())) {
      return before.propagator;
    }
    try {
      return components.propagators(section.value()).getTextMapPropagator();
    } catch (RuntimeException | LinkageError e) {
      throw new ConfigRejectedException(FailureLocator.problem(section, e));
    }
  }

  private List<PreparedChange> signalChanges(CommonState after, Reuse reuse)
      throws ConfigRejectedException {
    DocumentNode root = after.document;
    List<PreparedChange> changes = new ArrayList<>();
    List<ConfigProblem> problems = new ArrayList<>();
    for (Signal signal : signals) {
      DocumentNode section = root.child(signal.section());
      try {
        changes.add(
            signal.prepare(
                after.isDisabled() ? section.without() : section,
                root.child("attribute_limits"),
                after.resource,
                reuse));
      } catch (ConfigRejectedException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      changes.forEach(PreparedChange::discard);
      throw new ConfigRejectedException(problems);
    }
    return changes;
  }

  private void publish(CommonState next) {
    openTelemetry.propagators.switchTo(next.propagator);
    common = next;
  }

  @Override
  public SdkDocument inForce() {
    Map<String, Object> inForce = new LinkedHashMap<>();
    CommonState state = common;
    for (DocumentNode section : state.document.children()) {
      Object value = section.value();
      if (value != null) {
        inForce.put(section.path(), value);
      }
    }
    for (Signal signal : signals) {
      inForce.remove(signal.section());
      if (!signal.inForce().isEmpty()) {
        inForce.put(signal.section(), signal.inForce());
      }
    }
    return SdkDocument.of(inForce, state.document.connections());
  }

  @Override
  public Map<String, Object> resourceAttributes() {
    return AttributeMaps.toMap(common.resource.getAttributes());
  }

  @Override
  public Map<String, Object> scopes() {
    ScopeCatalog scopes = new ScopeCatalog();
    openTelemetry.tracers.forEachScope(scopes);
    openTelemetry.meters.forEachScope(scopes);
    openTelemetry.loggers.forEachScope(scopes);
    return scopes.nodes();
  }

  /**
   * Returns, for each of {@code traces}, {@code metrics} and {@code logs}, a map of the counts
   * since start, {@code exported}, {@code failed} and {@code dropped} (Long), {@code last_error}
   * (String, absent while exports succeed), and {@code pipelines}, a list of such maps in the order
   * of the document. A pipeline has also {@code name} (its kind), {@code attributes} (what it is
   * made of, free of secrets) and {@code last_success_unix_nano} (Long, absent before the first).
   */
  @Override
  public Map<String, Object> stats() {
    Map<String, Object> stats = new LinkedHashMap<>();
    for (Signal signal : signals) {
      stats.put(signal.name(), signal.stats());
    }
    return stats;
  }

  /**
   * Exports what is buffered, also in what was replaced: the host may end right after a change.
   *
   * @return whether all of it was delivered in time
   */
  @Override
  public boolean flush(long millis) {
    List<CompletableResultCode> results = new ArrayList<>();
    signals.forEach(signal -> results.add(signal.flushReplaced()));
    parts().forEach(part -> results.add(part.flush()));
    results.add(retirement.flushed());
    return CompletableResultCode.ofAll(results).join(millis, TimeUnit.MILLISECONDS).isSuccess();
  }

  /**
   * Switches everything off and delivers what is buffered, replaced pipelines included. Later calls
   * do nothing.
   *
   * @return whether all of it was delivered in time
   */
  @Override
  public synchronized boolean close(long millis) {
    if (closed) {
      return true;
    }
    closed = true;
    List<Part<?>> parts = parts();
    signals.forEach(Signal::switchOff);
    return retirement.close(parts, millis);
  }

  /** Returns the parts in force: those of metrics, then logs, then traces. */
  List<Part<?>> parts() {
    List<Part<?>> parts = new ArrayList<>();
    signals.forEach(signal -> parts.addAll(signal.parts()));
    return parts;
  }
}
