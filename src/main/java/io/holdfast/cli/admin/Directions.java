package io.holdfast.cli.admin;

import io.holdfast.config.Config;
import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Fault;
import io.holdfast.config.Partly;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where the gateway is: what was asked for on the command line, else what the environment
 * says, else what the configuration file does.
 */
public final class Directions {

  /** What the configuration is read for. */
  public static final Set<String> KEYS = Set.of("http", "admin");

  static final String URL = "HOLDFAST_URL";
  static final String TOKEN = "HOLDFAST_ADMIN_TOKEN";
  private static final String WAYS = "set $" + TOKEN + " or give --token-file";

  private final Map<String, String> environment;
  private final Supplier<Partly> configuration;
  private final String file;
  private @Nullable Partly read;

  /**
   * @param configuration reads {@link #KEYS} of the file, and throws {@link ConfigFaults}
   * @param file its name, to show
   */
  public Directions(Map<String, String> environment, Supplier<Partly> configuration, String file) {
    this.environment = environment;
    this.configuration = configuration;
    this.file = file;
  }

  /** Throws {@link NoWay} where one of the two would be guessed. */
  public Reach to(Optional<String> urlOption, Optional<Path> tokenFile) {
    Optional<URI> named =
        urlOption
            .map(url -> parsed("--url", url))
            .or(() -> variable(URL).map(url -> parsed("$" + URL, url)));
    URI url = named.orElseGet(this::configured);
    Optional<String> token = tokenFile.map(Directions::content).or(() -> variable(TOKEN));
    if (token.isPresent()) {
      return new Reach(url, token.map(Directions::sendable), "the token is not the right one");
    }
    return named.isEmpty() || url.getAuthority().equals(authority())
        ? byConfiguration(url)
        : new Reach(url, Optional.empty(), WAYS + "; that of " + file + " is for another address");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private Reach byConfiguration(URI url) {
    Partly part = partly();
    Config.Admin admin = part.config().admin();
    Optional<Fault> fault = part.fault("admin.token");
    if (fault.isPresent() && !admin.loopbackWithoutToken()) {
      throw new NoWay(file + ": " + fault.get() + "; or " + WAYS);
    }
    String advice =
        admin.token().isPresent()
            ? "the gateway has another admin.token than " + file
            : fault.map(f -> f + "; or " + WAYS).orElse(WAYS);
    return new Reach(url, admin.token().map(Directions::sendable), advice);
  }

  private URI configured() {
    Partly part;
    try {
      part = partly();
    } catch (ConfigFaults faults) {
      throw new NoWay(faults.faults().get(0) + "; or say where the gateway is by --url");
    }
    part.fault("http")
        .ifPresent(
            fault -> {
              throw new NoWay(file + ": " + fault + "; or say where the gateway is by --url");
            });
    if (part.config().http().port() == 0) {
      throw new NoWay(file + ": http.port is 0, any free one; say where the gateway is by --url");
    }
    return url(part.config().http());
  }

  /** The address of the configuration; empty where it cannot be read. */
  private String authority() {
    try {
      return url(partly().config().http()).getAuthority();
    } catch (ConfigFaults unreadable) {
      return "";
    }
  }

  /** Where a server that listens like this is reached from the same machine. */
  public static URI url(Config.Http http) {
    String host =
        switch (http.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::", "[::]", "0:0:0:0:0:0:0:0" -> "[::1]";
          default ->
              http.host().contains(":") && !http.host().startsWith("[")
                  ? "[" + http.host() + "]"
                  : http.host();
        };
    return URI.create("http://" + host + ":" + http.port());
  }

  private Partly partly() {
    if (read == null) {
      read = configuration.get();
    }
    return Objects.requireNonNull(read);
  }

  private static URI parsed(String where, String text) {
    try {
      URI url = new URI(text.replaceAll("/+$", ""));
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (Set.of("http", "https").contains(scheme) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException malformed) {
      // Said below.
    }
    throw new NoWay(
        where + ": found \"" + text + "\", expected a URL such as http://127.0.0.1:8080");
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new NoWay("--token-file: " + file + " cannot be read (" + e + ")");
    }
  }

  private static String sendable(String token) {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw new NoWay("the token is empty or has characters that no HTTP header may have");
    }
    return token;
  }

  /** The gateway cannot be found by what was said. The message is one line for people. */
  public static final class NoWay extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoWay(String message) {
      super(message, null, false, false);
    }
  }
}
