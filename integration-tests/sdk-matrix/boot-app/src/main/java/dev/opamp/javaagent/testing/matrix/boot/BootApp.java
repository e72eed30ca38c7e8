package dev.opamp.javaagent.testing.matrix.boot;

import dev.opamp.javaagent.testing.matrix.app.Rounds;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Works with the OpenTelemetry that the starter makes. */
@SpringBootApplication
public class BootApp {

  /** Starts. */
  public static void main(String[] args) {
    SpringApplication.run(BootApp.class, args);
  }

  @Bean(destroyMethod = "close")
  Rounds rounds(OpenTelemetry telemetry, @Value("${otel.service.name}") String name) {
    return new Rounds(name, () -> telemetry, true).start();
  }
}
