package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.ApiHookSeam;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import dev.opamp.javaagent.config.SdkTarget;
import dev.opamp.javaagent.telemetry.OwnSdkTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A {@link TelemetryApplication} on the API of some version, with the agent's SDK below it. */
public final class AttachedApplication implements AttachListener, AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final Map<String, Object> startDocument;
  private final ExecutorService builds = Executors.newSingleThreadExecutor();
  private final ApplicationLoader loader;
  private final ApplicationLoader.Application application;
  private volatile ManagedSdk sdk;

  /**
   * @param startDocument the configuration that the application begins with
   */
  public AttachedApplication(String apiVersion, Map<String, Object> startDocument)
      throws ReflectiveOperationException {
    this.startDocument = startDocument;
    OwnSdkFactory factory =
        new OwnSdkFactory(
            AttachedApplication.class.getClassLoader(),
            ApplicationLoader::bytesOf,
            () -> Map.of("service.name", "shop"),
            OwnSdkTarget.class.getName());
    AttachedSdks sdks = new AttachedSdks(new AttachRules(() -> false), factory, this, builds, LONG);
    ApiHookSeam.connect(sdks);
    loader = new ApplicationLoader(new GlobalOpenTelemetryPatcher(sdks), ApiJars.of(apiVersion));
    application = loader.application(TelemetryApplication.class);
  }

  /** Returns the versions there are. */
  public static List<String> apiVersions() {
    return ApiJars.versions();
  }

  /** Has the application do what it documents. */
  public Object run(String command) {
    return application.command(command);
  }

  /** Changes the configuration while the application runs. */
  public void apply(Map<String, Object> document) throws ConfigRejectedException {
    PreparedChange change = sdk.prepare(SdkDocument.of(document));
    change.commit();
    change.retireReplaced();
  }

  public ManagedSdk sdk() {
    return sdk;
  }

  @Override
  public void attached(SdkTarget target) {
    sdk = (ManagedSdk) target;
    try {
      apply(startDocument);
    } catch (ConfigRejectedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void retired(SdkTarget target) {
    throw new AssertionError("the application has set nothing");
  }

  @Override
  public void notAttached(String name, String reason) {
    throw new AssertionError(reason);
  }

  @Override
  public void close() throws IOException {
    ApiHookSeam.disconnect();
    boolean ignored = sdk.close(5_000);
    builds.shutdownNow();
    loader.close();
  }
}
