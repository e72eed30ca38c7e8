package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/** Found by OpenTelemetry's OTLP/HTTP exporters as a service. */
public final class OtlpHttpSenderProvider implements HttpSenderProvider {

  /** Made by the service loader. */
  public OtlpHttpSenderProvider() {}

  @Override
  public HttpSender createSender(HttpSenderConfig config) {
    return OtlpHttpSender.create(config);
  }
}
