package io.holdfast.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The secrets that systemd gives a service. They are there as long as it runs; whoever looks at the
 * configuration of one that does not may find what they are made from, if he may read that.
 */
record Credentials(Path given, Path made) {

  private static final String SECRET = "secret_";

  /** As the unit's {@code LoadCredential=} has it. */
  static final Credentials OF_UNIT =
      new Credentials(
          Path.of("/run/credentials/holdfast.service"), Path.of("/etc/holdfast/credentials"));

  /** Where to read what {@code file} holds. */
  Path source(Path file) {
    return Files.exists(given) ? file : origin(file).filter(Files::isRegularFile).orElse(file);
  }

  /** What systemd makes {@code file} from; empty where it is none of its credentials. */
  Optional<Path> origin(Path file) {
    if (!given.equals(file.getParent())) {
      return Optional.empty();
    }
    String name = file.getFileName().toString();
    return Optional.of(
        made.resolve(name.startsWith(SECRET) ? name.substring(SECRET.length()) : name));
  }
}
