package dev.opamp.javaagent.testing.matrix;

import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A Tomcat that deploys what appears among its web applications, and undeploys what vanishes. */
final class Tomcat {

  private final Path base;
  private final int port;

  Tomcat(Path base, int port) throws IOException {
    this.base = base;
    this.port = port;
    Files.createDirectories(base.resolve("conf"));
    Files.createDirectories(base.resolve("temp"));
    Files.createDirectories(base.resolve("webapps"));
    Files.copy(Fixtures.tomcat().resolve("conf/web.xml"), base.resolve("conf/web.xml"));
    Files.writeString(
        base.resolve("conf/server.xml"),
        "<Server port='-1'><Service name='Catalina'><Connector address='127.0.0.1' port='"
            + port
            + "'/><Engine name='Catalina' defaultHost='localhost' backgroundProcessorDelay='1'>"
            + "<Host name='localhost' appBase='webapps' autoDeploy='true'/>"
            + "</Engine></Service></Server>");
  }

  HostProcess start(HostProcess.Builder builder) throws IOException {
    Path home = Fixtures.tomcat();
    // What catalina.sh opens, so that Tomcat can end threads that an application leaves behind.
    for (String opened : List.of("java.lang", "java.io", "java.util", "java.util.concurrent")) {
      builder.jvmArg("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    return builder
        .jvmArg("-Dcatalina.home=" + home)
        .jvmArg("-Dcatalina.base=" + base)
        .jvmArg("-Djava.io.tmpdir=" + base.resolve("temp"))
        .jvmArg("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager")
        .jvmArg("-Djava.util.logging.config.file=" + home.resolve("conf/logging.properties"))
        .start(
            "-cp",
            home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
            "org.apache.catalina.startup.Bootstrap",
            "start");
  }

  /** Puts the application with its own SDK there; it is seen whole or not at all. */
  void deploy(String service, String sdk, boolean global, String protocol, String endpoint)
      throws IOException {
    Path made = base.resolve("temp").resolve(service);
    Path lib = Files.createDirectories(made.resolve("WEB-INF/lib"));
    for (Path jar : Fixtures.sdk(sdk)) {
      Files.copy(jar, lib.resolve(jar.getFileName()));
    }
    Files.copy(Fixtures.app(), lib.resolve("app.jar"));
    // The exporter's HTTP client has idle threads for a minute; the agent's threads have no context
    // class loader, so that Tomcat does not know them.
    Files.createDirectories(made.resolve("META-INF"));
    Files.writeString(
        made.resolve("META-INF/context.xml"), "<Context clearReferencesStopThreads='true'/>");
    Files.writeString(
        made.resolve("WEB-INF/web.xml"),
        webXml(
            parameter("service", service)
                + parameter("protocol", protocol)
                + parameter("endpoint", endpoint)
                + parameter("logs", "true")
                + parameter("global", String.valueOf(global))
                + "<listener><listener-class>dev.opamp.javaagent.testing.matrix.app.WebApp"
                + "</listener-class></listener>"));
    Files.move(made, base.resolve("webapps").resolve(service));
  }

  /** Puts the application there that answers whether class loaders are gone. */
  void deployProbe() throws IOException {
    Path made = base.resolve("temp/probe");
    Path lib = Files.createDirectories(made.resolve("WEB-INF/lib"));
    Files.copy(Fixtures.app(), lib.resolve("app.jar"));
    Files.writeString(
        made.resolve("WEB-INF/web.xml"),
        webXml(
            "<servlet><servlet-name>probe</servlet-name><servlet-class>"
                + "dev.opamp.javaagent.testing.matrix.app.LoaderProbe</servlet-class></servlet>"
                + "<servlet-mapping><servlet-name>probe</servlet-name>"
                + "<url-pattern>/loader</url-pattern></servlet-mapping>"));
    Files.move(made, base.resolve("webapps/probe"));
  }

  /** Takes the application away, as an administrator does. */
  void undeploy(String service) throws IOException {
    try (Stream<Path> files = Files.walk(base.resolve("webapps").resolve(service))) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      deepestFirst.forEach(Tomcat::delete);
    }
  }

  /** The URL that answers what became of the class loader of a service. */
  String probe(String service) {
    return "http://127.0.0.1:" + port + "/probe/loader?service=" + service;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String parameter(String name, String value) {
    return "<context-param><param-name>"
        + name
        + "</param-name><param-value>"
        + value
        + "</param-value></context-param>";
  }

  private static String webXml(String content) {
    return "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>"
        + content
        + "</web-app>";
  }
}
