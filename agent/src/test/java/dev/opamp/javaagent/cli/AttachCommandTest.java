package dev.opamp.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachCommandTest {

  @TempDir private Path directory;

  @Test
  void settingsAreJoinedAsAgentArgumentsAre() throws UsageException {
    assertThat(AttachCommand.joined(List.of())).isEmpty();
    assertThat(AttachCommand.joined(List.of("a=b,c=d\\,e", "f=g\\")))
        .isEqualTo("a=b,c=d\\,e,f=g\\");
  }

  @Test
  void whatWouldChangeItsMeaningIsNotJoined() {
    assertThatThrownBy(() -> AttachCommand.joined(List.of("a=secret\\", "b=c")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("setting 1")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> AttachCommand.joined(List.of("a=b", "--token=secret")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("setting 2")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"endpoint=ws://x", "0", "-1", "12345678901", "4711x", "١٢"})
  void whatIsNoProcessIdIsTrouble(String text) throws Exception {
    for (String command : new String[] {"attach", "detach"}) {
      Commands.Outcome outcome = new Commands(directory).run(command, text);
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.errLines().get(0))
          .isEqualTo("opamp-javaagent " + command + ": the first argument is not a process ID");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"non existent JVM pid: 7", "No such process"})
  void reasonsOfTheJdkAreToldInPlainWords(String message) {
    assertThat(AttachFailure.reason(new IllegalStateException(message)))
        .isEqualTo("no such process");
    assertThat(AttachFailure.reason(new IllegalStateException("else")))
        .isEqualTo("cannot be attached to: else");
  }
}
