package io.holdfast.lab.world;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration of a run, as far as runs differ in it.
 *
 * @param drainMillis the budget of a stop
 * @param interruptions after which a turn is quarantined
 * @param reloads whether it is read from a file, and can be read again
 * @param connector further settings of the connector
 * @param connectors further blocks of connectors
 * @param runner further settings of the runner
 * @param more further blocks of runners, and the routes
 */
record Settings(
    int drainMillis,
    int interruptions,
    boolean reloads,
    String connector,
    String connectors,
    String runner,
    String more) {

  static final Settings USUAL = new Settings(3_000, 3, false, "", "", "", "");

  Settings drain(int millis) {
    return new Settings(millis, interruptions, reloads, connector, connectors, runner, more);
  }

  Settings interruptions(int most) {
    return new Settings(drainMillis, most, reloads, connector, connectors, runner, more);
  }

  Settings reloading() {
    return new Settings(drainMillis, interruptions, true, connector, connectors, runner, more);
  }

  Settings connector(String settings) {
    return new Settings(drainMillis, interruptions, reloads, settings, connectors, runner, more);
  }

  Settings connectors(String blocks) {
    return new Settings(drainMillis, interruptions, reloads, connector, blocks, runner, more);
  }

  Settings runner(String settings) {
    return new Settings(drainMillis, interruptions, reloads, connector, connectors, settings, more);
  }

  Settings more(String blocks) {
    return new Settings(drainMillis, interruptions, reloads, connector, connectors, runner, blocks);
  }

  Optional<Path> file(Path path) {
    return reloads ? Optional.of(path) : Optional.empty();
  }

  /**
   * The file.
   *
   * @param token what tells this run's client from those of others, which may come to a port that
   *     was another run's a moment ago
   */
  String yaml(Path database, String token) {
    return """
    http: {host: 127.0.0.1, port: 0}
    store: {sqlite: "%s"}
    drain-timeout: %dms
    resume: {max-interruptions: %d}
    watch: false
    connectors:
      web: {type: websocket, token: "%s"%s}
    %s
    runners:
      demo: {type: demo%s}
    %s
    """
        .formatted(
            database, drainMillis, interruptions, token, connector, connectors, runner, more);
  }
}
