package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URL;
import org.junit.jupiter.api.Test;

class SdkLoadersTest {

  private static final ClassLoader ALL = SdkLoadersTest.class.getClassLoader();
  private static final String EXPORTER = OtlpHttpSpanExporter.class.getName();

  @Test
  void findsWhatOnlyTheLoaderOfAPartSees() throws Exception {
    try (SpanExporter exporter = OtlpHttpSpanExporter.builder().build();
        SdkTracerProvider sdk = provider(exporter)) {
      SdkLoaders loaders = SdkLoaders.of(new Without("io.opentelemetry.exporter."), sdk);
      assertThat(loaders.loadClass(EXPORTER)).isSameAs(OtlpHttpSpanExporter.class);
    }
  }

  @Test
  void anotherSdkOfTheLoaderAddsWhatItLeadsTo() throws Exception {
    try (SpanExporter exporter = OtlpHttpSpanExporter.builder().build();
        SdkTracerProvider sdk = provider(exporter)) {
      ClassLoader noneButTheSdk = new Without("io.opentelemetry.exporter.");
      SdkLoaders loaders = SdkLoaders.of(noneButTheSdk, new Object());
      assertThatThrownBy(() -> loaders.loadClass(EXPORTER))
          .isInstanceOf(ClassNotFoundException.class);
      loaders.addThoseOf(sdk);
      assertThat(loaders.loadClass(EXPORTER)).isSameAs(OtlpHttpSpanExporter.class);
    }
  }

  @Test
  void asksTheLoaderOfTheSdkFirst() throws Exception {
    try (SdkTracerProvider sdk = provider(SpanExporter.composite())) {
      Without first = new Without("io.opentelemetry.exporter.");
      assertThat(SdkLoaders.of(first, sdk).loadClass(SpanExporter.class.getName()))
          .isSameAs(SpanExporter.class);
      assertThat(first.asked).isEqualTo(SpanExporter.class.getName());
    }
  }

  @Test
  void looksAtNoPartsWhereOneLoaderSeesAll() throws Exception {
    try (SdkTracerProvider sdk = provider(SpanExporter.composite())) {
      SdkLoaders loaders = SdkLoaders.of(new Without("io.opentelemetry.sdk.logs."), sdk);
      assertThatThrownBy(() -> loaders.loadClass("io.opentelemetry.sdk.logs.SdkLogger"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void whatNobodySeesIsNotFound() throws Exception {
    try (SdkTracerProvider sdk = provider(SpanExporter.composite())) {
      SdkLoaders loaders = SdkLoaders.of(new Without("io.opentelemetry.exporter."), sdk);
      assertThatThrownBy(() -> loaders.loadClass("io.opentelemetry.None"))
          .isInstanceOf(ClassNotFoundException.class)
          .hasMessageContaining("io.opentelemetry.None");
    }
  }

  private static SdkTracerProvider provider(SpanExporter exporter) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(new Plain())
        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
        .build();
  }

  /** A processor of an application, so that there are several. */
  private static final class Plain implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }

  /** Sees everything but some packages. */
  private static final class Without extends ClassLoader {
    private final String hidden;
    private String asked = "";

    Without(String hidden) {
      super(null);
      this.hidden = hidden;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      asked = name;
      if (name.startsWith(hidden)) {
        throw new ClassNotFoundException(name);
      }
      return ALL.loadClass(name);
    }

    @Override
    protected URL findResource(String name) {
      return name.startsWith(hidden.replace('.', '/')) ? null : ALL.getResource(name);
    }
  }
}
