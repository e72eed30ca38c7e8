package dev.opamp.javaagent.testing.matrix.app;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * {@code FelixApp CACHE BUNDLES APPLICATION VARIANT SERVICE PROTOCOL ENDPOINT LOGS}: {@link Work}
 * in one of the bundles of a directory. Nothing of it is on the class path.
 */
public final class FelixApp {

  private static final String WORK = "dev.opamp.javaagent.testing.matrix.app.Work";

  /** It says of each service that it has registered it. */
  private static final Logger SERVICE_LOADER = Logger.getLogger("org.apache.aries.spifly");

  private FelixApp() {}

  /** Starts, and returns when standard input has ended. */
  public static void main(String[] args) throws Exception {
    SERVICE_LOADER.setLevel(Level.WARNING);
    Framework framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, args[0], "felix.log.level", "1"));
    framework.start();
    Bundle application = install(framework.getBundleContext(), args[1], args[2]);
    Object work =
        application
            .loadClass(WORK)
            .getConstructor(String[].class)
            .newInstance((Object) Arrays.copyOfRange(args, 3, args.length));
    EndingApp.awaitEndOfInput();
    ((AutoCloseable) work).close();
    framework.stop();
    framework.waitForStop(0);
  }

  private static Bundle install(BundleContext context, String directory, String application)
      throws BundleException {
    List<Bundle> installed = new ArrayList<>();
    File[] files = new File(directory).listFiles();
    for (File file : files == null ? new File[0] : files) {
      installed.add(context.installBundle(file.toURI().toString()));
    }
    for (Bundle bundle : installed) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
    return installed.stream()
        .filter(bundle -> bundle.getSymbolicName().equals(application))
        .findFirst()
        .orElseThrow();
  }
}
