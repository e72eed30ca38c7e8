package dev.opamp.javaagent.testing.web;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code /hello} with a row of a table as JSON, on any free port, which it prints. */
@SpringBootApplication
@RestController
public class WebApp {

  private static final String TABLE =
      "jdbc:h2:mem:web;INIT=CREATE TABLE IF NOT EXISTS greeting AS"
          + " SELECT x AS id\\, 'hello ' || x AS text FROM SYSTEM_RANGE(1\\, 100)";

  private final JdbcTemplate database;

  WebApp(JdbcTemplate database) {
    this.database = database;
  }

  /** Starts, and prints the port when requests are served. */
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(WebApp.class);
    application.setDefaultProperties(Map.of("server.port", 0, "spring.datasource.url", TABLE));
    ConfigurableApplicationContext context = application.run(args);
    if (context instanceof ServletWebServerApplicationContext web) {
      System.out.println("listening on " + web.getWebServer().getPort());
    }
  }

  @GetMapping("/hello")
  Map<String, Object> hello() {
    return database.queryForMap(
        "SELECT id, text FROM greeting WHERE id = ?", 1 + System.nanoTime() % 100);
  }
}
