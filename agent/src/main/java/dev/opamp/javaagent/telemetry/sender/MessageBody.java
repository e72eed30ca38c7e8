package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The body of an export, written anew for each attempt. */
final class MessageBody extends RequestBody {

  private final MessageWriter message;
  private final @Nullable MediaType type;
  private final @Nullable Compressor compressor;

  MessageBody(MessageWriter message, @Nullable MediaType type, @Nullable Compressor compressor) {
    this.message = message;
    this.type = type;
    this.compressor = compressor;
  }

  @Override
  public @Nullable MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return compressor == null ? message.getContentLength() : -1;
  }

  /** A message that cannot be written is a failed attempt, and no reason to end the thread. */
  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try {
      write(sink);
    } catch (RuntimeException e) {
      throw new IOException("the message cannot be written", e);
    }
  }

  private void write(BufferedSink sink) throws IOException {
    if (compressor == null) {
      message.writeMessage(sink.outputStream());
      return;
    }
    try (OutputStream compressed = compressor.compress(sink.outputStream())) {
      message.writeMessage(compressed);
    }
  }
}
