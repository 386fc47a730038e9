package io.holdfast.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A whole, valid configuration.
 *
 * @param http where the one HTTP server listens
 * @param database the embedded store's file
 * @param drainTimeout the budget of a whole stop; everything else is derived from it
 * @param resume what recovery does about interrupted turns
 * @param connectors in the order of the file
 * @param runners in the order of the file
 * @param routes which runner answers where
 */
public record Config(
    Http http,
    Path database,
    Duration drainTimeout,
    Resume resume,
    List<Block> connectors,
    List<Block> runners,
    Routes routes) {

  public Config {
    connectors = List.copyOf(connectors);
    runners = List.copyOf(runners);
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

  /** Whether a chat is told that its turn goes on after an interruption. */
  public enum ResumeNotice {
    ALWAYS,
    /** Only if it was not quick. */
    QUICK,
    NEVER
  }
}
