package dev.opamp.javaagent.log;

/** Severity of an agent log record, least severe first. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR,
  OFF
}
