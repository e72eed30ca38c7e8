package dev.opamp.javaagent.identity;

import java.util.Map;

/** Finds some attributes of the Resource. Never throws, never uses the network. */
interface AttributeSource {

  /** Adds what it finds; absent stays absent. */
  void addTo(Map<String, Object> attributes, HostEnvironment host);
}
