package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.incubator.config.DeclarativeConfigException;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SamplerModel;
import io.opentelemetry.sdk.extension.incubator.trace.samplers.AlwaysRecordSampler;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/** Builds {@code always_record}, which the SDK has and the library's factory does not know. */
final class RecordingSampler {

  static final String NAME = "always_record";

  private RecordingSampler() {}

  static Sampler build(DeclarativeConfigProperties document, PartContext context) {
    DeclarativeConfigProperties root = document.getStructured("root");
    if (root == null) {
      throw new DeclarativeConfigException("always_record root is required");
    }
    return AlwaysRecordSampler.create(
        SamplerFactory.getInstance()
            .create(
                ModelMapping.convert(DeclarativeConfigProperties.toMap(root), SamplerModel.class),
                context));
  }
}
