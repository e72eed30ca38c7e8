package dev.opamp.javaagent.telemetry.attach;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does on a thread of an application what is the agent's business: under a security manager that
 * trusts the agent, it does not matter then what the application may do.
 *
 * <p>Of an application only OpenTelemetry's own classes may be called from there: they have the
 * permissions of their jar, whoever has called them.
 */
final class Privileged {

  private Privileged() {}

  static <T> @Nullable T run(Supplier<@Nullable T> action) {
    return isManaged()
        ? AccessController.doPrivileged((PrivilegedAction<@Nullable T>) action::get)
        : action.get();
  }

  /** Without one, nothing of what newer JDKs mean to remove is touched. */
  private static boolean isManaged() {
    try {
      return System.getSecurityManager() != null;
    } catch (NoSuchMethodError e) {
      return false;
    }
  }
}
