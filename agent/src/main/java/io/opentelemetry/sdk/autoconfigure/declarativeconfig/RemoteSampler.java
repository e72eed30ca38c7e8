package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.incubator.config.DeclarativeConfigException;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SamplerModel;
import io.opentelemetry.sdk.extension.trace.jaeger.sampler.JaegerRemoteSampler;
import io.opentelemetry.sdk.extension.trace.jaeger.sampler.JaegerRemoteSamplerBuilder;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@code jaeger_remote/development}. The library's own provider leaves out the name of the
 * service, by which the receiver tells strategies apart.
 */
final class RemoteSampler {

  static final String NAME = "jaeger_remote/development";

  private RemoteSampler() {}

  static Sampler build(
      DeclarativeConfigProperties document, @Nullable String serviceName, PartContext context) {
    JaegerRemoteSamplerBuilder builder =
        JaegerRemoteSampler.builder()
            .setEndpoint(required(document.getString("endpoint"), "endpoint"))
            .setInitialSampler(initial(document, context));
    Long interval = document.getLong("interval");
    if (interval != null) {
      builder.setPollingInterval(Duration.ofMillis(interval));
    }
    if (serviceName != null) {
      builder.setServiceName(serviceName);
    }
    return builder.build();
  }

  private static Sampler initial(DeclarativeConfigProperties document, PartContext context) {
    DeclarativeConfigProperties initial =
        required(document.getStructured("initial_sampler"), "initial_sampler");
    return SamplerFactory.getInstance()
        .create(
            ModelMapping.convert(DeclarativeConfigProperties.toMap(initial), SamplerModel.class),
            context);
  }

  private static <T> T required(@Nullable T value, String key) {
    if (value == null) {
      throw new DeclarativeConfigException("jaeger remote sampler " + key + " is required");
    }
    return value;
  }
}
