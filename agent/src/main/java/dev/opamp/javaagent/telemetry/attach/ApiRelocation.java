package dev.opamp.javaagent.telemetry.attach;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;

/**
 * Where the OpenTelemetry API that an SDK implements has been moved to: the OpenTelemetry javaagent
 * keeps its SDK under the plain name, and its API under another.
 *
 * <p>A class file names types in the texts of its constant pool alone, so only those are changed.
 */
final class ApiRelocation {

  private static final String CONTEXT = "io.opentelemetry.context.Context";
  private static final String API = "io.opentelemetry.api.OpenTelemetry";
  private static final String[] MOVED = {
    "io/opentelemetry/api/", "io/opentelemetry/context/", "io/opentelemetry/common/"
  };
  private static final int FIRST_POOL_BYTE = 8;

  private final String prefix;

  private ApiRelocation(String prefix) {
    this.prefix = prefix;
  }

  /** Finds out from the types in the SDK's own methods. */
  static ApiRelocation of(ClassLoader sdk) throws ClassNotFoundException {
    Class<?> sampler;
    try {
      sampler = sdk.loadClass("io.opentelemetry.sdk.trace.samplers.Sampler");
    } catch (ClassNotFoundException e) {
      // Where each jar has its own loader, that of the SDK itself does not see samplers.
      return ofInterfaces(sdk.loadClass("io.opentelemetry.sdk.OpenTelemetrySdk"));
    }
    for (Method method : sampler.getMethods()) {
      if (method.getName().equals("shouldSample")) {
        String context = method.getParameterTypes()[0].getName();
        if (context.endsWith(CONTEXT)) {
          return new ApiRelocation(context.substring(0, context.length() - CONTEXT.length()));
        }
      }
    }
    throw new ClassNotFoundException("the API of the SDK");
  }

  private static ApiRelocation ofInterfaces(Class<?> sdk) throws ClassNotFoundException {
    for (Class<?> each : sdk.getInterfaces()) {
      if (each.getName().endsWith(API)) {
        return new ApiRelocation(
            each.getName().substring(0, each.getName().length() - API.length()));
      }
    }
    throw new ClassNotFoundException("the API of the SDK");
  }

  static ApiRelocation to(String prefix) {
    return new ApiRelocation(prefix);
  }

  /** What stands before {@code io.opentelemetry.api}; empty when the API is where it always is. */
  String prefix() {
    return prefix;
  }

  byte[] apply(byte[] classFile) {
    if (prefix.isEmpty()) {
      return classFile;
    }
    try {
      return moved(classFile);
    } catch (IOException e) {
      throw new IllegalStateException("not a class file", e);
    }
  }

  private byte[] moved(byte[] classFile) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length * 2);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    DataOutputStream out = new DataOutputStream(bytes);
    copy(in, out, FIRST_POOL_BYTE);
    int count = in.readUnsignedShort();
    out.writeShort(count);
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == 1) {
        out.writeUTF(text(in.readUTF()));
      } else {
        copy(in, out, sizeOf(tag));
        // Numbers of eight bytes take two places.
        i += tag == 5 || tag == 6 ? 1 : 0;
      }
    }
    copy(in, out, in.available());
    return bytes.toByteArray();
  }

  private static int sizeOf(int tag) throws IOException {
    switch (tag) {
      case 7:
      case 8:
      case 16:
      case 19:
      case 20:
        return 2;
      case 15:
        return 3;
      case 3:
      case 4:
      case 9:
      case 10:
      case 11:
      case 12:
      case 17:
      case 18:
        return 4;
      case 5:
      case 6:
        return 8;
      default:
        throw new IOException("constant of kind " + tag);
    }
  }

  private static void copy(DataInputStream in, DataOutputStream out, int length)
      throws IOException {
    byte[] buffer = new byte[length];
    in.readFully(buffer);
    out.write(buffer);
  }

  private String text(String text) {
    String moved = text;
    for (String each : MOVED) {
      String dotted = each.replace('/', '.');
      moved = moved.replace(each, prefix.replace('.', '/') + each);
      moved = moved.replace(dotted, prefix + dotted);
    }
    return moved;
  }
}
