package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SwapKind;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The propagators of an SDK that the application has built.
 *
 * <p>Who uses them has taken them out of the SDK at any time before. A composite is changed from
 * within, and so for everybody; one that stands alone only for who asks the SDK's {@code
 * ContextPropagators} each time.
 */
final class HostPropagation {

  private static final String KEY = "propagator";

  private final ClassLoader loader;
  private final @Nullable PropagatorPlace place;
  private final @Nullable Slot<TextMapPropagator[]> slot;

  HostPropagation(@Nullable Object propagators, ClassLoader loader, Retirement retirement) {
    this.loader = loader;
    // The one that does nothing is shared by all.
    PropagatorPlace found =
        propagators == ContextPropagators.noop() ? null : PropagatorPlace.in(propagators);
    this.place = found;
    this.slot =
        found == null ? null : new Slot<>(SwapKind.PARAMETER, retirement, this::piece, found::use);
  }

  void prepare(DocumentNode root, boolean anew, List<PreparedChange> changes, Refusal refusal) {
    new Preparation(root, anew, changes, refusal)
        .key(KEY, slot, "the application's SDK has no propagators that can be replaced");
  }

  private Piece<TextMapPropagator[]> piece(DocumentNode place) throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    refusal.unlessIn(place, "is not known here", "composite", "composite_list");
    List<TextMapPropagator> propagators = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (DocumentNode item : place.child("composite").items()) {
      for (DocumentNode kind : item.children()) {
        add(kind.path().substring(item.path().length() + 1), kind, seen, propagators, refusal);
      }
    }
    Object list = place.child("composite_list").value();
    for (String name : list == null ? new String[0] : list.toString().split(",", -1)) {
      add(name.trim(), place.child("composite_list"), seen, propagators, refusal);
    }
    refusal.check();
    return new Piece<>(propagators.toArray(new TextMapPropagator[0]), place, Closing.NOTHING);
  }

  private void add(
      String name,
      DocumentNode place,
      Set<String> seen,
      List<TextMapPropagator> propagators,
      Refusal refusal) {
    if (name.isEmpty() || name.equals("none") || !seen.add(name)) {
      return;
    }
    TextMapPropagator propagator = propagator(name);
    if (propagator == null) {
      refusal.add(place, "the application brings no propagator " + name);
    } else {
      propagators.add(propagator);
    }
  }

  private @Nullable TextMapPropagator propagator(String name) {
    switch (name) {
      case "tracecontext":
        return W3CTraceContextPropagator.getInstance();
      case "baggage":
        return W3CBaggagePropagator.getInstance();
      case "b3":
        return extension("B3Propagator", "injectingSingleHeader");
      case "b3multi":
        return extension("B3Propagator", "injectingMultiHeaders");
      case "jaeger":
        return extension("JaegerPropagator", "getInstance");
      case "ottrace":
        return extension("OtTracePropagator", "getInstance");
      default:
        return null;
    }
  }

  private @Nullable TextMapPropagator extension(String type, String method) {
    try {
      Class<?> found =
          Class.forName("io.opentelemetry.extension.trace.propagation." + type, true, loader);
      return (TextMapPropagator) found.getMethod(method).invoke(null);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Puts what is in force into a document, by the names of what propagators read and write. */
  void describe(Map<String, Object> document) {
    Piece<TextMapPropagator[]> piece = slot == null ? null : slot.inForce();
    if (piece != null) {
      document.put(KEY, piece.source());
    } else if (place != null) {
      List<Object> names = new ArrayList<>();
      for (TextMapPropagator each : place.own()) {
        names.add(Collections.singletonMap(nameOf(each), new LinkedHashMap<>()));
      }
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("composite", names);
      document.put(KEY, node);
    }
  }

  private static String nameOf(Object propagator) {
    switch (TypeName.of(propagator)) {
      case "W3CTraceContextPropagator":
        return "tracecontext";
      case "W3CBaggagePropagator":
        return "baggage";
      case "B3Propagator":
        return isMulti(propagator) ? "b3multi" : "b3";
      case "JaegerPropagator":
        return "jaeger";
      case "OtTracePropagator":
        return "ottrace";
      default:
        return propagator.getClass().getName();
    }
  }

  private static boolean isMulti(Object b3) {
    for (Field each : b3.getClass().getDeclaredFields()) {
      Object value = SdkField.read(b3, each.getName());
      if (value != null && TypeName.of(value).contains("MultipleHeaders")) {
        return each.getName().toLowerCase(java.util.Locale.ROOT).contains("injector");
      }
    }
    return false;
  }
}
