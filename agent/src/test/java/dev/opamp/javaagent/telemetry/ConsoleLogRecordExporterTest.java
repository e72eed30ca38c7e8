package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleLogRecordExporterTest {

  @Test
  void printsOneLineForEachRecord() {
    List<String> lines = new ArrayList<>();
    try (SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor(
                SimpleLogRecordProcessor.create(new ConsoleLogRecordExporter(lines::add)))
            .build()) {
      provider
          .get("scope")
          .logRecordBuilder()
          .setContext(Context.root())
          .setTimestamp(1_500, TimeUnit.MILLISECONDS)
          .setSeverity(Severity.WARN)
          .setBody("hello")
          .setAttribute(AttributeKey.longKey("n"), 1L)
          .emit();
      provider.get("scope").logRecordBuilder().setObservedTimestamp(1, TimeUnit.SECONDS).emit();
    }

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .isEqualTo(
            "1970-01-01T00:00:01.500Z WARN 'hello' : 00000000000000000000000000000000"
                + " 0000000000000000 [scope] {n=1}");
    assertThat(lines.get(1)).startsWith("1970-01-01T00:00:01Z UNDEFINED_SEVERITY_NUMBER '' : ");
  }
}
