package dev.opamp.javaagent.testing.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without a module proxy the build ends soon, with a reason to skip. */
@Timeout(120)
class GoBuildIT {

  @TempDir private Path directory;

  @Test
  void proxyThatNeverAnswers_givenUpInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();
      Throwable thrown = build("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofSeconds(5));
      assertThat(thrown).isInstanceOf(GoBuild.UnavailableException.class);
      assertThat(thrown).hasMessageContaining("took longer than 5 s");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void noProxy_theReasonIsGiven() throws Exception {
    Throwable thrown = build("off", Duration.ofSeconds(60));
    assertThat(thrown).isInstanceOf(GoBuild.UnavailableException.class);
    assertThat(thrown)
        .hasMessageContaining("the modules cannot be had")
        .hasMessageContaining("GOPROXY=off");
  }

  /** With an empty module cache, so that there is something to download. */
  private Throwable build(String proxy, Duration limit) throws Exception {
    Path cache = Files.createDirectory(directory.resolve("cache"));
    GoBuild build =
        new GoBuild(
            Path.of(System.getProperty("go.source")),
            directory,
            Map.of("GOPROXY", proxy, "GOMODCACHE", cache.toString(), "GOFLAGS", "-modcacherw"),
            limit);
    Throwable thrown = catchThrowable(() -> build.program("none"));
    assumeThat(thrown).satisfies(t -> assertThat(t.getMessage()).doesNotContain("go is neither"));
    return thrown;
  }
}
