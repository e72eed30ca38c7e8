package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.Objects;

/**
 * Builds the Resource, lowest layer first: the SDK's default, what the document has detected, what
 * the agent knows of the host application, and what the document states. The agent's layer lies
 * above detection so that {@code service.instance.id} is the one the agent reports over OpAMP.
 */
final class ResourceLayers {

  private final DeclarativeComponents components;
  private final Resource base;

  ResourceLayers(DeclarativeComponents components, Map<String, Object> baseAttributes) {
    this.components = components;
    this.base = Resource.create(AttributeMaps.toAttributes(baseAttributes));
  }

  /** The Resource of an SDK without a document. */
  Resource initial() {
    return Resource.getDefault().merge(base);
  }

  Resource build(DocumentNode section) throws ConfigRejectedException {
    Map<String, Object> detection = section.only("detection/development");
    Map<String, Object> stated = section.only("attributes", "attributes_list", "schema_url");
    try {
      return Resource.getDefault()
          .merge(withoutDefaults(components.resource(detection)))
          .merge(base)
          .merge(withoutDefaults(components.resource(stated)));
    } catch (RuntimeException | LinkageError e) {
      throw new ConfigRejectedException(FailureLocator.problem(section, e));
    }
  }

  /** The library puts the default Resource below; here it must not cover the agent's layer. */
  private static Resource withoutDefaults(Resource resource) {
    Resource defaults = Resource.getDefault();
    return resource.toBuilder()
        .removeIf(key -> Objects.equals(defaults.getAttribute(key), resource.getAttribute(key)))
        .build();
  }
}
