package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;

/**
 * Lets code of an SDK run as on a thread of its application: older SDKs look for their senders
 * through the context class loader, and threads of the agent have none.
 */
final class ContextClassLoader {

  /** Builds something. */
  interface Body<T> {
    T run() throws ConfigRejectedException;
  }

  private ContextClassLoader() {}

  static <T> T with(ClassLoader loader, Body<T> body) throws ConfigRejectedException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return body.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
