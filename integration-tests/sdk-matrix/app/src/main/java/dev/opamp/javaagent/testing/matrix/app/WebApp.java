package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The application as one of several in a server, with its SDK in its own class loader, which it
 * leaves in good order when it is undeployed.
 *
 * <p>Its settings are the context parameters {@code service}, {@code protocol}, {@code endpoint},
 * {@code logs} and {@code global}.
 */
public final class WebApp implements ServletContextListener {

  private @Nullable OpenTelemetrySdk sdk;
  private boolean logs;
  private @Nullable Rounds rounds;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    Destination destination =
        new Destination(
            context.getInitParameter("service"),
            context.getInitParameter("protocol"),
            context.getInitParameter("endpoint"),
            Boolean.parseBoolean(context.getInitParameter("logs")));
    OpenTelemetrySdk built =
        BuiltSdk.build(destination, Boolean.parseBoolean(context.getInitParameter("global")));
    sdk = built;
    logs = destination.logs();
    rounds = new Rounds(destination.service(), () -> built, destination.logs()).start();
    System.getProperties()
        .put(
            LoaderProbe.PREFIX + destination.service(),
            new WeakReference<>(WebApp.class.getClassLoader()));
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (rounds != null) {
      rounds.close();
    }
    if (sdk != null) {
      sdk.getSdkTracerProvider().close();
      sdk.getSdkMeterProvider().close();
      if (logs) {
        BuiltLogs.close(sdk);
      }
    }
  }
}
