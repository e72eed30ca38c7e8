package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import java.util.function.Function;

/** A type of the configuration language that the agent implements, or builds in its own way. */
final class AgentComponent<T> implements ComponentProvider {

  private final Class<T> type;
  private final String name;
  private final Function<DeclarativeConfigProperties, ? extends T> factory;

  AgentComponent(
      Class<T> type, String name, Function<DeclarativeConfigProperties, ? extends T> factory) {
    this.type = type;
    this.name = name;
    this.factory = factory;
  }

  @Override
  public Class<T> getType() {
    return type;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public T create(DeclarativeConfigProperties document) {
    return factory.apply(document);
  }
}
