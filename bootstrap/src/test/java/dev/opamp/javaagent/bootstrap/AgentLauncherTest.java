package dev.opamp.javaagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import org.junit.jupiter.api.Test;

class AgentLauncherTest {

  @Test
  void encodedAndBareLocationsBothLeadToTheFile() throws Exception {
    File file = new File("/a b/%41/#.jar");
    assertThat(AgentLauncher.fileOf(file.toURI().toURL())).isEqualTo(file);
    assertThat(AgentLauncher.fileOf(bare("/a b/100% x.jar")))
        .isEqualTo(new File("/a b/100% x.jar"));
    assertThat(AgentLauncher.fileOf(URI.create("http://h/x.jar").toURL()))
        .isEqualTo(new File("/x.jar"));
  }

  private static URL bare(String path) throws Exception {
    return new URL(
        "file",
        "",
        -1,
        path,
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            throw new UnsupportedOperationException();
          }
        });
  }
}
