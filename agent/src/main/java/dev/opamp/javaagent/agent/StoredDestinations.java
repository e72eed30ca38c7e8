package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes that own telemetry destinations are kept as; the first four name the format. */
final class StoredDestinations {

  private static final int FORMAT = 0x07E1E701;

  private StoredDestinations() {}

  /**
   * @throws IOException when a text is longer than 65535 bytes
   */
  static byte[] encode(OwnTelemetryOffer offer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    write(out, offer.metrics());
    write(out, offer.traces());
    write(out, offer.logs());
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when the bytes are of another format or not whole
   */
  static OwnTelemetryOffer decode(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    try {
      if (in.readInt() != FORMAT) {
        throw new IOException("unknown format");
      }
      return new OwnTelemetryOffer(read(in), read(in), read(in));
    } catch (EOFException e) {
      throw new IOException("truncated", e);
    }
  }

  private static void write(DataOutputStream out, @Nullable TelemetryDestination destination)
      throws IOException {
    out.writeBoolean(destination != null);
    if (destination == null) {
      return;
    }
    out.writeUTF(destination.endpoint());
    out.writeInt(destination.headers().size());
    for (Map.Entry<String, String> header : destination.headers().entrySet()) {
      out.writeUTF(header.getKey());
      out.writeUTF(header.getValue());
    }
  }

  private static @Nullable TelemetryDestination read(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    String endpoint = in.readUTF();
    Map<String, String> headers = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      headers.put(in.readUTF(), in.readUTF());
    }
    return new TelemetryDestination(endpoint, headers);
  }
}
