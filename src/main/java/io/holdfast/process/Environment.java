package io.holdfast.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a program's environment holds: of the gateway's own only what any program needs, as the rest
 * may be secrets that an agent has no business with; then what the configuration gives it; then
 * what the gateway tells it.
 */
public final class Environment {

  private static final Set<String> INHERITED =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LANGUAGE",
          "TZ",
          "TERM",
          "TMPDIR",
          "JAVA_HOME",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY");

  private Environment() {}

  /**
   * The environment of a program.
   *
   * @param own the gateway's own
   * @param configured what the configuration gives
   * @param told what the gateway tells; none of the others can pretend to be it
   */
  public static Map<String, String> of(
      Map<String, String> own, Map<String, String> configured, Map<String, String> told) {
    Map<String, String> all = new LinkedHashMap<>();
    own.forEach(
        (name, value) -> {
          if (INHERITED.contains(name) || name.startsWith("LC_") || name.startsWith("XDG_")) {
            all.put(name, value);
          }
        });
    all.putAll(configured);
    all.putAll(told);
    return all;
  }
}
