package io.holdfast.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A whole, valid configuration.
 *
 * @param http where the one HTTP server listens
 * @param database where everything is kept
 * @param retention for how long after a turn's end its journal is kept; empty for ever
 * @param drainTimeout the budget of a whole stop; everything else is derived from it
 * @param resume what recovery does about interrupted turns
 * @param admin who may administer it
 * @param deliveries when replies that nobody fetches are held back
 * @param tracing the base URL of an OTLP collector; empty for none
 * @param watch whether a change of the file is applied by itself
 * @param plugins the directory of jars with more types of connectors and runners
 * @param connectors in the order of the file
 * @param runners in the order of the file
 * @param routes which runner answers where
 */
public record Config(
    Http http,
    Database database,
    Optional<Duration> retention,
    Duration drainTimeout,
    Resume resume,
    Admin admin,
    Deliveries deliveries,
    Optional<String> tracing,
    boolean watch,
    Optional<Path> plugins,
    List<Block> connectors,
    List<Block> runners,
    Routes routes) {

  public Config {
    connectors = List.copyOf(connectors);
    runners = List.copyOf(runners);
  }

  /** Where messages, turns and deliveries are kept. */
  public sealed interface Database {

    /** The file of the embedded store; empty where there is none. */
    default Optional<Path> embedded() {
      return this instanceof Embedded store ? Optional.of(store.file()) : Optional.empty();
    }
  }

  /** The embedded store, which one process has. */
  public record Embedded(Path file) implements Database {}

  /**
   * PostgreSQL, which several processes share.
   *
   * @param uri its address, which may hold a password
   * @param password empty where there is none, or the address holds it
   * @param ca the certificates to trust; empty for those that Java trusts
   * @param readers how many connections a node has for what only looks
   */
  public record Shared(String uri, Optional<String> password, Optional<Path> ca, int readers)
      implements Database {

    /** Without the password. */
    @Override
    public String toString() {
      return uri.replaceFirst("//[^@/]*@", "//");
    }
  }

  /** Where the server listens. */
  public record Http(String host, int port) {}

  /**
   * What becomes of interrupted turns.
   *
   * @param maxInterruptions so many in a row without a new step, and the turn is quarantined
   * @param maxAge interrupted longer ago than this, and its user is asked
   * @param notice whether a resume is mentioned
   * @param quick what counts as too quick to mention
   */
  public record Resume(
      int maxInterruptions, Duration maxAge, ResumeNotice notice, Duration quick) {}

  /**
   * Who may use the administration interface. With neither, nobody.
   *
   * @param token the bearer token that opens it
   * @param loopbackWithoutToken whether requests from this machine need none
   */
  public record Admin(Optional<String> token, boolean loopbackWithoutToken) {}

  /**
   * When replies are held back instead of being sent after a long time.
   *
   * @param holdAfter older ones are
   * @param holdAbove when more of a chat have waited for an hour, they are
   */
  public record Deliveries(Duration holdAfter, int holdAbove) {}

  /** Whether a chat is told that its turn goes on after an interruption. */
  public enum ResumeNotice {
    ALWAYS,
    /** Only if it was not quick. */
    QUICK,
    NEVER
  }
}
