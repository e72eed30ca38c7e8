package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OwnSdkRebuildTest {

  private OwnSdkFixture sdk;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  @Test
  @Tag("CMD-05")
  void everyPartIsBuiltAnewAndTheDocumentStays() throws Exception {
    sdk.apply(
        OwnSdkFixture.traces("{always_on: {}}", sdk.a)
            + OwnSdkFixture.metrics(sdk.a)
            + OwnSdkFixture.logs(sdk.a));
    List<Part<?>> before = sdk.target.parts();
    SdkDocument inForce = sdk.target.inForce();

    PreparedChange change = sdk.target.prepareAnew();
    assertThat(sdk.target.parts()).isEqualTo(before);
    change.commit();
    change.retireReplaced();

    assertThat(sdk.target.parts()).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
    assertThat(sdk.target.inForce()).isEqualTo(inForce);
  }

  @Test
  @Tag("CMD-05")
  void noSpanIsLostUnderLoad() throws Exception {
    sdk.apply(OwnSdkFixture.traces("{always_on: {}}", sdk.a));
    Tracer tracer = sdk.tracer();
    AtomicInteger made = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    Thread load =
        new Thread(
            () -> {
              while (!enough.get()) {
                sdk.spans(tracer, "s", 100);
                made.addAndGet(100);
                deliver(made.get() - 1000);
              }
            });
    load.start();
    for (int i = 0; i < 5; i++) {
      int reached = made.get() + 100;
      await().until(() -> made.get() > reached);
      PreparedChange change = sdk.target.prepareAnew();
      change.commit();
      change.retireReplaced();
    }
    int last = made.get() + 100;
    await().until(() -> made.get() > last);
    enough.set(true);
    load.join();

    await()
        .untilAsserted(
            () -> {
              assertThat(sdk.flush()).isTrue();
              assertThat(Stats.of(sdk.target, "traces"))
                  .containsEntry("exported", (long) made.get())
                  .containsEntry("failed", 0L)
                  .containsEntry("dropped", 0L);
            });
  }

  /** Keeps the load below what the queue takes. */
  private void deliver(long expected) {
    while ((long) Stats.of(sdk.target, "traces").get("exported") < expected) {
      sdk.flush();
    }
  }

  @Test
  void pipelinesAreNamedWithoutTheirSecrets() throws Exception {
    sdk.apply(
        """
        tracer_provider:
          processors:
            - batch:
                exporter:
                  otlp_http:
                    endpoint: "http://user:s3cret@localhost:9/v1/traces"
                    headers: [{name: api-key, value: s3cret}]
        """);

    Map<?, ?> pipeline =
        (Map<?, ?>) ((List<?>) Stats.of(sdk.target, "traces").get("pipelines")).get(0);

    assertThat(pipeline.get("name")).isEqualTo("batch/otlp_http");
    assertThat(pipeline.get("attributes"))
        .isEqualTo(
            Map.of(
                "processor",
                "batch",
                "exporter",
                "otlp_http",
                "server.address",
                "localhost",
                "server.port",
                9L));
    assertThat(pipeline.toString()).doesNotContain("s3cret");
  }
}
