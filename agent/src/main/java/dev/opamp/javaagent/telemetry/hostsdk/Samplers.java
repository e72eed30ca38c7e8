package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.sdk.trace.samplers.ParentBasedSamplerBuilder;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Samplers that every SDK has, from and to the words of a document. */
final class Samplers {

  private static final String[] PARENT_KEYS = {
    "root",
    "remote_parent_sampled",
    "remote_parent_not_sampled",
    "local_parent_sampled",
    "local_parent_not_sampled"
  };

  /** What {@link #PARENT_KEYS} are called in the SDK. */
  private static final String[] PARENT_FIELDS = {
    "root",
    "remoteParentSampled",
    "remoteParentNotSampled",
    "localParentSampled",
    "localParentNotSampled"
  };

  private Samplers() {}

  static Piece<Sampler> piece(DocumentNode place) throws ConfigRejectedException {
    return new Piece<>(build(place), place, Closing.NOTHING);
  }

  private static Sampler build(DocumentNode place) throws ConfigRejectedException {
    List<DocumentNode> kinds = place.children();
    if (kinds.size() != 1) {
      throw Refusal.of(place, "names no sampler");
    }
    DocumentNode kind = kinds.get(0);
    switch (kind.path().substring(place.path().length() + 1)) {
      case "always_on":
        return Sampler.alwaysOn();
      case "always_off":
        return Sampler.alwaysOff();
      case "trace_id_ratio_based":
        Object ratio = kind.child("ratio").value();
        return Sampler.traceIdRatioBased(
            ratio instanceof Number ? ((Number) ratio).doubleValue() : 1.0);
      case "parent_based":
        return parentBased(kind);
      default:
        throw Refusal.of(kind, "the application's SDK has no such sampler");
    }
  }

  private static Sampler parentBased(DocumentNode kind) throws ConfigRejectedException {
    DocumentNode root = kind.child(PARENT_KEYS[0]);
    ParentBasedSamplerBuilder builder =
        Sampler.parentBasedBuilder(root.isPresent() ? build(root) : Sampler.alwaysOn());
    DocumentNode remoteSampled = kind.child(PARENT_KEYS[1]);
    if (remoteSampled.isPresent()) {
      builder.setRemoteParentSampled(build(remoteSampled));
    }
    DocumentNode remoteNotSampled = kind.child(PARENT_KEYS[2]);
    if (remoteNotSampled.isPresent()) {
      builder.setRemoteParentNotSampled(build(remoteNotSampled));
    }
    DocumentNode localSampled = kind.child(PARENT_KEYS[3]);
    if (localSampled.isPresent()) {
      builder.setLocalParentSampled(build(localSampled));
    }
    DocumentNode localNotSampled = kind.child(PARENT_KEYS[4]);
    if (localNotSampled.isPresent()) {
      builder.setLocalParentNotSampled(build(localNotSampled));
    }
    return builder.build();
  }

  /** Says what a sampler is; one that documents have no word for is called by its class. */
  static Map<String, Object> describe(@Nullable Object sampler) {
    Map<String, Object> node = new LinkedHashMap<>();
    if (sampler != null) {
      describe((Sampler) sampler, node);
    }
    return node;
  }

  private static void describe(Sampler sampler, Map<String, Object> node) {
    switch (TypeName.of(sampler)) {
      case "AlwaysOnSampler":
        node.put("always_on", new LinkedHashMap<>());
        break;
      case "AlwaysOffSampler":
        node.put("always_off", new LinkedHashMap<>());
        break;
      case "TraceIdRatioBasedSampler":
        node.put("trace_id_ratio_based", ratio(sampler));
        break;
      case "ParentBasedSampler":
        node.put("parent_based", parts(sampler));
        break;
      default:
        node.put(sampler.getClass().getName(), new LinkedHashMap<>());
    }
  }

  private static Map<String, Object> ratio(Sampler sampler) {
    Map<String, Object> ratio = new LinkedHashMap<>();
    // The SDK keeps the bound of the IDs it samples, and says the ratio in its description.
    String text = sampler.getDescription().replaceAll("[^0-9.,Ee-]", "").replace(',', '.');
    long bound = SdkField.number(sampler, "idUpperBound", -1);
    ratio.put("ratio", bound >= 0 ? rounded((double) bound / Long.MAX_VALUE) : (Object) text);
    return ratio;
  }

  private static double rounded(double ratio) {
    return Math.round(ratio * 1e9) / 1e9;
  }

  private static Map<String, Object> parts(Object sampler) {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (int i = 0; i < PARENT_KEYS.length; i++) {
      Object part = SdkField.read(sampler, PARENT_FIELDS[i]);
      if (part != null) {
        parts.put(PARENT_KEYS[i], describe(part));
      }
    }
    return parts;
  }
}
