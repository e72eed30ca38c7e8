package dev.opamp.javaagent.testing.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One thing the Go server saw: see {@code event} in log.go; messages are protobuf-JSON. */
record PeerEvent(JsonNode json) {

  private static final Set<String> NOTHING_TO_REPORT =
      Set.of("instanceUid", "sequenceNum", "capabilities");

  int number() {
    return json.path("number").asInt();
  }

  long millis() {
    return json.path("millis").asLong();
  }

  int connection() {
    return json.path("connection").asInt();
  }

  boolean is(String kind) {
    return json.path("kind").asText().equals(kind);
  }

  /** The instance UID of a message, in hexadecimal. */
  String uid() {
    return json.path("uid").asText();
  }

  String text() {
    return json.path("text").asText();
  }

  /** The message; a missing node for other events. */
  JsonNode message() {
    return json.path("message");
  }

  boolean has(String field) {
    return message().has(field);
  }

  boolean isFullReport() {
    return has("agentDescription") && has("health") && has("effectiveConfig");
  }

  /** A message with nothing to report: a heartbeat, over HTTP a poll. */
  boolean isHeartbeat() {
    return is("message") && NOTHING_TO_REPORT.containsAll(fieldNames());
  }

  private List<String> fieldNames() {
    List<String> names = new ArrayList<>();
    message().fieldNames().forEachRemaining(names::add);
    return names;
  }

  boolean isOf(String serviceName) {
    return serviceName.equals(attribute("identifyingAttributes", "service.name"));
  }

  /** A string attribute of the agent description, empty when there is none. */
  String attribute(String list, String key) {
    for (JsonNode attribute : message().path("agentDescription").path(list)) {
      if (attribute.path("key").asText().equals(key)) {
        return attribute.path("value").path("stringValue").asText();
      }
    }
    return "";
  }

  /** The values of a request header, by its canonical name in Go. */
  List<String> header(String name) {
    List<String> values = new ArrayList<>();
    json.path("headers").path(name).forEach(value -> values.add(value.asText()));
    return values;
  }

  long sequenceNumber() {
    return message().path("sequenceNum").asLong();
  }

  long capabilities() {
    return message().path("capabilities").asLong();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
