package dev.opamp.javaagent.testing.matrix.app;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.ref.WeakReference;

/**
 * A servlet of another application in the same server: {@code GET ?service=NAME} collects garbage
 * and answers whether the class loader of that {@link WebApp} is still there.
 */
public final class LoaderProbe extends HttpServlet {

  private static final long serialVersionUID = 1L;

  static final String PREFIX = "matrix.loader.";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    System.gc();
    Object loader = System.getProperties().get(PREFIX + request.getParameter("service"));
    String answer = "unknown";
    if (loader instanceof WeakReference<?> reference) {
      answer = reference.get() == null ? "collected" : "present";
    }
    response.setContentType("text/plain");
    response.getWriter().print(answer);
  }
}
