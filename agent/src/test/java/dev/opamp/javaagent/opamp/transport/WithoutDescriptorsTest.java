package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages are written and read without what only descriptors need: two hundred classes. */
class WithoutDescriptorsTest {

  /** Runs in a loader of its own. */
  public static final class Exchange implements Runnable {
    @Override
    public void run() {
      byte[] sent = MessageCodec.encode(Messages.bigReport(100));
      byte[] received = Messages.config("hash", "body").toByteArray();
      try {
        ServerToAgent message = MessageCodec.parse(ByteBuffer.wrap(received));
        assertThat(message.getRemoteConfig().getConfig().getConfigMapCount()).isEqualTo(1);
      } catch (MalformedMessageException e) {
        throw new AssertionError(e);
      }
      assertThat(sent.length).isGreaterThan(100);
    }
  }

  private static final class Isolated extends URLClassLoader {
    Isolated(URL[] urls) {
      super(urls, ClassLoader.getPlatformClassLoader());
    }

    boolean isLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(new URL[0]);
  }

  @Test
  void anExchangeOfMessagesBuildsNoDescriptors() throws IOException, ReflectiveOperationException {
    try (Isolated loader = new Isolated(classPath())) {
      Class<?> exchange = loader.loadClass(Exchange.class.getName());
      ((Runnable) exchange.getDeclaredConstructor().newInstance()).run();

      assertThat(loader.isLoaded("com.google.protobuf.GeneratedMessage")).isTrue();
      assertThat(loader.isLoaded("com.google.protobuf.DescriptorProtos")).isFalse();
      assertThat(loader.isLoaded("com.google.protobuf.UnsafeUtil")).isFalse();
    }
  }
}
