package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the propagators of an SDK stand: inside of a composite, or in its {@code
 * ContextPropagators}.
 */
final class PropagatorPlace {

  private final TextMapPropagator[] own;
  private final Object ownFields;
  private final SdkField propagators;

  /**
   * What a composite says of the fields of all its members; null for a propagator that is alone.
   */
  private final @Nullable SdkField fields;

  private PropagatorPlace(
      TextMapPropagator[] own, Object ownFields, SdkField propagators, @Nullable SdkField fields) {
    this.own = own;
    this.ownFields = ownFields;
    this.propagators = propagators;
    this.fields = fields;
  }

  /** Returns the place, or null when the SDK keeps its propagators elsewhere. */
  static @Nullable PropagatorPlace in(@Nullable Object contextPropagators) {
    SdkField alone = SdkField.find(contextPropagators, "textMapPropagator");
    Object own = alone == null ? null : alone.get();
    if (alone == null || !(own instanceof TextMapPropagator)) {
      return null;
    }
    SdkField fields = SdkField.find(own, "allFields");
    SdkField members = SdkField.find(own, "textMapPropagators");
    if (members == null) {
      // Its name in 1.20.
      members = SdkField.find(own, "textPropagators");
    }
    Object array = members == null ? null : members.get();
    Object allFields = fields == null ? null : fields.get();
    if (members != null && array instanceof TextMapPropagator[] && allFields != null) {
      return new PropagatorPlace((TextMapPropagator[]) array, allFields, members, fields);
    }
    return new PropagatorPlace(new TextMapPropagator[] {(TextMapPropagator) own}, own, alone, null);
  }

  TextMapPropagator[] own() {
    return own;
  }

  /** Puts propagators in force, null for the application's own. */
  void use(TextMapPropagator @Nullable [] offered) {
    TextMapPropagator[] next = offered == null ? own : offered;
    if (fields == null) {
      propagators.set(offered == null ? own[0] : TextMapPropagator.composite(next));
      return;
    }
    propagators.set(next);
    fields.set(
        offered == null ? ownFields : TextMapPropagator.composite(Arrays.asList(next)).fields());
  }
}
