package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.ByteString;
import java.time.Instant;

/**
 * One step in the life of a remote configuration.
 *
 * @param status OFFERED by this server, or APPLYING, APPLIED, FAILED as the agent reported it
 * @param hash of the configuration, as offered or as reported
 * @param errorMessage as reported; empty when there is none
 */
public record ConfigEvent(Instant at, String status, ByteString hash, String errorMessage) {

  /** The status of an event that this server caused. */
  public static final String OFFERED = "OFFERED";
}
