package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SamplerModel;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the library's class of this name, which is not in the jar: the only one of it that
 * needs Jackson, two megabytes of it and some 700 classes in every JVM. It has what the library's
 * factories and providers of components call; documents are read and checked by the agent.
 */
public final class DeclarativeConfiguration {

  private DeclarativeConfiguration() {}

  /** Returns the tree of a model, in the form that component providers take. */
  static DeclarativeConfigProperties toConfigProperties(
      @Nullable Object model, ComponentLoader loader) {
    return YamlDeclarativeConfigProperties.create(ModelWriter.write(model), loader);
  }

  /**
   * Creates a sampler that is part of another one.
   *
   * @throws ModelMismatchException if it is none
   */
  public static Sampler createSampler(DeclarativeConfigProperties document) {
    DeclarativeConfigContext context = new DeclarativeConfigContext(document.getComponentLoader());
    SamplerModel model =
        ModelMapping.convert(DeclarativeConfigProperties.toMap(document), SamplerModel.class);
    return SamplerFactory.getInstance().create(model, context);
  }
}
