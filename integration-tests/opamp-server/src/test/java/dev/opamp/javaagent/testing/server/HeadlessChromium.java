package dev.opamp.javaagent.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One page in a headless Chromium, driven over the DevTools protocol: no driver, no library. */
final class HeadlessChromium implements WebSocket.Listener, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final String ENDPOINT = "DevTools listening on ";
  private static final int SECONDS = 30;

  private final Path profile;
  private final Process process;
  private final WebSocket devTools;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private String session = "";

  private HeadlessChromium(Path binary) throws Exception {
    profile = Files.createTempDirectory("chromium-profile");
    process =
        new ProcessBuilder(
                binary.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--force-color-profile=srgb",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    URI endpoint = endpoint();
    devTools = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(endpoint, this).join();
    String target =
        send("Target.createTarget", args().put("url", "about:blank")).path("targetId").textValue();
    session =
        send("Target.attachToTarget", args().put("targetId", target).put("flatten", true))
            .path("sessionId")
            .textValue();
    send("Emulation.setScrollbarsHidden", args().put("hidden", true));
    send("Page.enable", args());
    send("Runtime.enable", args());
    send("Log.enable", args());
  }

  /** Where Chromium is: the CHROMIUM environment variable, else the PATH. */
  static Optional<Path> find() {
    String named = System.getenv("CHROMIUM");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static HeadlessChromium start(Path binary) throws Exception {
    return new HeadlessChromium(binary);
  }

  void open(String url) throws Exception {
    send("Page.navigate", args().put("url", url));
  }

  void size(int width, int height) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        args()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  void dark(boolean dark) throws Exception {
    ObjectNode media = args();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    send("Emulation.setEmulatedMedia", media);
  }

  void type(String text) throws Exception {
    send("Input.insertText", args().put("text", text));
  }

  void press(String key, int code, int modifiers) throws Exception {
    for (String kind : List.of("keyDown", "keyUp")) {
      ObjectNode event =
          args()
              .put("type", kind)
              .put("key", key)
              .put("code", key)
              .put("windowsVirtualKeyCode", code)
              .put("modifiers", modifiers);
      if (kind.equals("keyDown") && key.equals("Enter")) {
        event.put("text", "\r");
      }
      send("Input.dispatchKeyEvent", event);
    }
  }

  /** The value of a JavaScript expression; a promise is awaited. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            args()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits, woken by each change of the document, until the expression is true. */
  void await(String condition) throws Exception {
    String script =
        """
        new Promise(resolve => {
          const check = () => {
            let ok = false;
            try { ok = %s; } catch { ok = false; }
            if (!ok) return false;
            resolve(true);
            return true;
          };
          if (check()) return;
          const observer = new MutationObserver(() => check() && observer.disconnect());
          observer.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
          setTimeout(() => resolve(false), 15000);
        })
        """
            .formatted(condition);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end) {
      try {
        if (evaluate(script).asBoolean()) {
          return;
        }
        break;
      } catch (AssertionError | IllegalStateException e) {
        // The page is being replaced by the next one: ask the new one.
        if (!String.valueOf(e.getMessage()).contains("context")) {
          throw e;
        }
      }
    }
    throw new AssertionError(
        "never true: " + condition + "\n" + evaluate("document.body.innerText").asText());
  }

  void screenshot(Path file) throws Exception {
    Files.createDirectories(file.getParent());
    JsonNode size = send("Page.getLayoutMetrics", args()).path("cssContentSize");
    ObjectNode wanted = args().put("format", "png").put("captureBeyondViewport", true);
    wanted
        .putObject("clip")
        .put("x", 0)
        .put("y", 0)
        .put("scale", 1)
        .put("width", size.path("width").asInt())
        .put("height", size.path("height").asInt());
    JsonNode shot = send("Page.captureScreenshot", wanted);
    Files.write(file, Base64.getDecoder().decode(shot.path("data").textValue()));
  }

  /** Errors and warnings that the page wrote to its console, security policy included. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      String text = partial.toString();
      partial.setLength(0);
      receive(text);
    }
    socket.request(1);
    return null;
  }

  @Override
  public void close() throws Exception {
    devTools.abort();
    // They go on writing into the profile after the browser itself has ended.
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    for (ProcessHandle child : children) {
      child.destroyForcibly();
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    delete(profile.toFile());
  }

  private static void delete(File file) {
    File[] inside = file.listFiles();
    if (inside != null) {
      for (File each : inside) {
        delete(each);
      }
    }
    file.delete();
  }

  private synchronized void receive(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      CompletableFuture<JsonNode> call = calls.remove(message.path("id").asInt(-1));
      if (call != null && message.has("error")) {
        call.completeExceptionally(
            new IllegalStateException(message.path("error").path("message").asText()));
      } else if (call != null) {
        call.complete(message.path("result"));
      } else if (message.path("method").asText().equals("Runtime.exceptionThrown")
          || message.path("params").path("entry").path("level").asText().equals("error")) {
        complaints.add(message.path("params").toString());
      }
    } catch (IOException e) {
      complaints.add(e.toString());
    }
  }

  private JsonNode send(String method, ObjectNode arguments) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    calls.put(id, answer);
    ObjectNode call = args().put("id", id).put("method", method);
    if (!session.isEmpty()) {
      call.put("sessionId", session);
    }
    call.set("params", arguments);
    devTools.sendText(call.toString(), true).join();
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof IllegalStateException told ? told : e;
    }
  }

  private URI endpoint() throws IOException {
    // The stream stays open: a browser whose output pipe is closed would die.
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(ENDPOINT)) {
        Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}), "chromium-output");
        drain.setDaemon(true);
        drain.start();
        return URI.create(line.substring(ENDPOINT.length()));
      }
    }
    throw new IOException("Chromium ended without a word about DevTools");
  }

  private static ObjectNode args() {
    return JSON.createObjectNode();
  }
}
