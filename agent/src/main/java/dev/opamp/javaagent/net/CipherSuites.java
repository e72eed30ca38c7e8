package dev.opamp.javaagent.net;

import dev.opamp.javaagent.log.AgentLogger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which of the wanted cipher suites this JVM has. */
final class CipherSuites {

  private static final AgentLogger LOG = AgentLogger.get(CipherSuites.class);

  private CipherSuites() {}

  /**
   * Returns the names of the JDK in the order wanted; empty when none is wanted.
   *
   * @param wanted names of IANA or of the JDK; unknown ones are left out
   * @throws TlsException if some are wanted and none is left
   */
  static List<String> of(List<String> wanted, Set<String> supported) throws TlsException {
    Set<String> found = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String name : wanted) {
      // The suites of the time before TLS have kept their first name in the JDK.
      String old = name.replaceFirst("^TLS_", "SSL_");
      if (supported.contains(name)) {
        found.add(name);
      } else if (supported.contains(old)) {
        found.add(old);
      } else {
        unknown.add(OneLine.of(name));
      }
    }
    if (!wanted.isEmpty() && found.isEmpty()) {
      throw new TlsException("this JVM supports none of the cipher suites wanted");
    }
    if (!unknown.isEmpty()) {
      LOG.debug("cipher suites unknown to this JVM are ignored: " + unknown);
    }
    return Collections.unmodifiableList(new ArrayList<>(found));
  }
}
