package dev.opamp.javaagent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.AgentDescriptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceDetectionTest {

  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String OTHER_ID = "fedcba9876543210".repeat(4);

  @TempDir Path root;
  private FakeHost host;

  @BeforeEach
  void makeHost() {
    host = new FakeHost(root);
  }

  @Test
  @Tag("IDN-05")
  void nothingConfiguredGivesTheDefaultServiceName() {
    assertThat(host.detection().complete()).containsEntry("service.name", "unknown_service:java");
  }

  @Test
  void theServiceNameVariableWinsOverTheListOfAttributes() {
    host.variables.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=list,team=x");
    assertThat(host.detection().complete()).containsEntry("service.name", "list");

    host.variables.put("OTEL_SERVICE_NAME", "own");
    assertThat(host.detection().complete())
        .containsEntry("service.name", "own")
        .containsEntry("team", "x");
  }

  @Test
  void systemPropertiesWinOverVariables() {
    host.variables.put("OTEL_SERVICE_NAME", "variable");
    host.variables.put("OTEL_RESOURCE_ATTRIBUTES", "team=variable");
    host.properties.put("otel.service.name", "property");
    host.properties.put("otel.resource.attributes", "team=property");

    assertThat(host.detection().complete())
        .containsEntry("service.name", "property")
        .containsEntry("team", "property");
  }

  @Test
  void theInstanceIdOfTheUserWinsElseOneRandomUuidIsKept() {
    ResourceDetection random = host.detection();
    Object first = random.immediate().get("service.instance.id");
    assertThat(UUID.fromString((String) first).version()).isEqualTo(4);
    assertThat(random.complete()).containsEntry("service.instance.id", first);

    host.variables.put("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=mine");
    assertThat(host.detection().complete()).containsEntry("service.instance.id", "mine");
  }

  @Test
  @Tag("IDN-07")
  void fiftyInstancesOfOneServiceAreFiftyIdentities() {
    Set<Object> identities = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      identities.add(AgentDescriptions.of(host.detection().immediate()).identifying());
    }
    assertThat(identities).hasSize(50);
  }

  @Test
  @Tag("IDN-08")
  void anEmptyNamespaceIsAbsent() {
    host.variables.put("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=,service.version=7");
    assertThat(host.detection().complete())
        .doesNotContainKey("service.namespace")
        .containsEntry("service.version", "7");
  }

  @Test
  @Tag("DESC-03")
  void userAttributesArePercentDecoded() {
    host.variables.put("OTEL_RESOURCE_ATTRIBUTES", "team=x, k%2C1 = a%3Db%2Cc%20%C3%A9 ,e=a=b,");
    assertThat(host.detection().complete())
        .containsEntry("team", "x")
        .containsEntry("k,1", "a=b,c é")
        .containsEntry("e", "a=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"team=x,broken=%4", "team=x,broken=%zz", "team=x,%ff=1", "team=x,=1", "team=x,y"})
  void anyErrorDiscardsTheWholeListAndNothingElse(String list) {
    host.variables.put("OTEL_RESOURCE_ATTRIBUTES", list);
    host.variables.put("OTEL_SERVICE_NAME", "own");
    assertThat(host.detection().complete())
        .doesNotContainKey("team")
        .doesNotContainKey("y")
        .containsEntry("service.name", "own");
  }

  @Test
  @Tag("IDN-10")
  void theBundledSdkAndThisDistributionAreNamed() {
    host.variables.put("OTEL_RESOURCE_ATTRIBUTES", "telemetry.sdk.name=other");
    Map<String, Object> found = host.detection().immediate();
    assertThat(found)
        .containsEntry("telemetry.sdk.language", "java")
        .containsEntry("telemetry.sdk.name", "opentelemetry")
        .containsEntry("telemetry.distro.name", "opamp-javaagent")
        .containsEntry("telemetry.distro.version", "1.2.3");
    assertThat((String) found.get("telemetry.sdk.version"))
        .isEqualTo(
            io.opentelemetry.sdk.resources.Resource.getDefault()
                .getAttribute(
                    io.opentelemetry.api.common.AttributeKey.stringKey("telemetry.sdk.version")));
  }

  @Test
  @Tag("IDN-11")
  void theProcessIsDescribed() {
    host.link("/proc/self", "4711").link("/proc/4711/exe", "/opt/jdk/bin/java");
    assertThat(host.detection().complete())
        .containsEntry("process.pid", 4711L)
        .containsEntry("process.executable.path", "/opt/jdk/bin/java")
        .containsEntry("process.runtime.name", "OpenJDK Runtime Environment")
        .containsEntry("process.runtime.version", "17.0.15+6")
        .containsEntry(
            "process.runtime.description", "Debian OpenJDK 64-Bit Server VM 17.0.15+6-Debian");
  }

  @Test
  void withoutProcTheProcessIsDescribedByTheJvm() {
    assertThat(host.detection().complete())
        .containsEntry("process.pid", ProcessHandle.current().pid())
        .containsEntry("process.executable.path", "/opt/jdk/bin/java");
  }

  @Test
  @Tag("DESC-08")
  void theCommandLineIsNeverRead() {
    host.link("/proc/self", "4711")
        .file("/proc/4711/cmdline", "java\0-Dpassword=xyz\0Main")
        .file("/proc/4711/environ", "PASSWORD=xyz");
    host.properties.put("sun.java.command", "Main --password=xyz");
    host.variables.put("PASSWORD", "xyz");
    assertThat(host.detection().complete().toString())
        .doesNotContain("xyz")
        .doesNotContain("process.command");
  }

  @ParameterizedTest
  @Tag("IDN-12")
  @CsvSource({
    "Linux, amd64, linux, amd64",
    "Windows Server 2022, x86_64, windows, amd64",
    "Mac OS X, aarch64, darwin, arm64",
    "FreeBSD, i386, freebsd, x86",
    "AIX, ppc64, aix, ppc64",
    "SunOS, sparcv9, solaris, sparcv9",
    "z/OS, s390x, zos, s390x"
  })
  void systemAndProcessorHaveTheNamesOfTheConventions(
      String osName, String osArch, String osType, String hostArch) {
    host.properties.put("os.name", osName);
    host.properties.put("os.arch", osArch);
    assertThat(host.detection().immediate())
        .containsEntry("os.type", osType)
        .containsEntry("host.arch", hostArch)
        .containsEntry("os.version", "6.1.0")
        .containsEntry("os.description", osName + " 6.1.0");
  }

  @Test
  void anUnknownSystemHasNoType() {
    host.properties.put("os.name", "Plan 9");
    assertThat(host.detection().immediate()).doesNotContainKey("os.type");
  }

  @Test
  @Tag("IDN-12")
  void theHostIsNamedWithoutDns() {
    host.variables.put("HOSTNAME", "variable");
    assertThat(host.detection().complete())
        .containsEntry("host.name", "variable")
        .doesNotContainKey("host.id");

    host.file("/proc/sys/kernel/hostname", "kernel\n").file("/etc/machine-id", "abc123\n");
    assertThat(host.detection().complete())
        .containsEntry("host.name", "kernel")
        .containsEntry("host.id", "abc123");
  }

  @Test
  void aMachineIdThatIsNotMadeYetIsNoHostId() {
    host.file("/etc/machine-id", "uninitialized\n");
    assertThat(host.detection().complete()).doesNotContainKey("host.id");
  }

  @ParameterizedTest
  @Tag("IDN-13")
  @ValueSource(
      strings = {
        "12:cpu:/docker/%s",
        "1:name=systemd:/kubepods.slice/pod1.slice/cri-containerd-%s.scope",
        "1:name=systemd:/kubepods/besteffort/pod1/crio-%s.scope"
      })
  void theContainerIdIsFoundInTheGroup(String line) {
    host.file("/proc/self/cgroup", "13:pids:/\n" + line.formatted(ID) + "\n");
    assertThat(host.detection().complete()).containsEntry("container.id", ID);
  }

  @Test
  @Tag("IDN-13")
  void theContainerIdIsFoundInTheMountsWhenTheGroupIsHidden() {
    host.file("/proc/self/cgroup", "0::/\n")
        .file(
            "/proc/self/mountinfo",
            "1 2 0:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/"
                + OTHER_ID
                + "/hostname /etc/hostname rw\n"
                + "3 4 0:1 /var/lib/docker/containers/"
                + ID
                + "/hostname /etc/hostname rw\n");
    assertThat(host.detection().complete()).containsEntry("container.id", ID);
  }

  @Test
  void outsideOfAContainerThereIsNoContainerId() {
    host.file("/proc/self/cgroup", "0::/user.slice/user-1000.slice/session-1.scope\n")
        .file("/proc/self/mountinfo", "1 2 0:1 / / rw\n");
    assertThat(host.detection().complete()).doesNotContainKey("container.id");
  }

  @Test
  @Tag("IDN-13")
  void kubernetesIsDescribedByTheDownwardApi() {
    host.variables.put("K8S_POD_NAME", "pod-1");
    host.variables.put("K8S_POD_UID", "uid-1");
    host.variables.put("NODE_NAME", "not a node, no pod here");
    host.file("/var/run/secrets/kubernetes.io/serviceaccount/namespace", "shop");
    assertThat(host.detection().complete())
        .containsEntry("k8s.pod.name", "pod-1")
        .containsEntry("k8s.pod.uid", "uid-1")
        .containsEntry("k8s.namespace.name", "shop")
        .doesNotContainKey("k8s.node.name");

    host.variables.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
    host.variables.put("NODE_NAME", "node-1");
    host.variables.put("K8S_NAMESPACE_NAME", "given");
    assertThat(host.detection().complete())
        .containsEntry("k8s.node.name", "node-1")
        .containsEntry("k8s.namespace.name", "given");
  }

  @Test
  void whatTheUserSaysWinsOverWhatIsDetected() {
    host.variables.put("OTEL_RESOURCE_ATTRIBUTES", "host.name=given");
    host.file("/proc/sys/kernel/hostname", "kernel\n");
    assertThat(host.detection().complete()).containsEntry("host.name", "given");
  }

  @Test
  void theFirstLookDoesNotWaitForASlowSourceAndKeepsItsValues() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    AttributeSource slow =
        (attributes, environment) -> {
          asked.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          attributes.put("cloud.region", "late");
        };
    ResourceDetection detection =
        new ResourceDetection(
            new HostEnvironment(host.variables, host.properties, root), "1", List.of(slow));
    Map<String, Object> first = detection.immediate();
    assertThat(first).doesNotContainKey("cloud.region");

    Map<String, Object> complete = new java.util.concurrent.ConcurrentHashMap<>();
    Thread background = new Thread(() -> complete.putAll(detection.complete()));
    background.start();
    asked.await();
    assertThat(detection.immediate()).isEqualTo(first);
    release.countDown();
    background.join();
    assertThat(complete).containsAllEntriesOf(first).containsEntry("cloud.region", "late");
  }
}
