package dev.opamp.javaagent.opamp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * SHA-256 over a canonical form: names in order, each text with its length before it, so that no
 * two trees have the same form. Nothing of the host goes in but what is in the tree.
 */
final class ComponentsHash {

  private final MessageDigest digest;

  private ComponentsHash(MessageDigest digest) {
    this.digest = digest;
  }

  static byte[] of(Map<String, ComponentDetailsSnapshot> components) {
    try {
      ComponentsHash hash = new ComponentsHash(MessageDigest.getInstance("SHA-256"));
      hash.addAll(components);
      return hash.digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void addAll(Map<String, ComponentDetailsSnapshot> components) {
    add(components.size());
    components.forEach(
        (name, details) -> {
          add(name);
          add(details.metadata().size());
          details
              .metadata()
              .forEach(
                  (key, value) -> {
                    add(key);
                    add(value.getClass().getSimpleName());
                    add(String.valueOf(value));
                  });
          addAll(details.components());
        });
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (number >> shift));
    }
  }
}
