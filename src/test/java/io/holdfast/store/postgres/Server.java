package io.holdfast.store.postgres;

import io.holdfast.jar.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real PostgreSQL: the one that {@code HOLDFAST_TEST_PG} names, else a container where Docker
 * answers, else one that this process starts from binaries; these end with it. There is no fourth:
 * without any, tests fail.
 */
public final class Server {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** Of the binaries; its first number names the container's image. */
  private static final String VERSION = System.getProperty("postgres.version", "17");

  private static final String URI = begin();

  private Server() {}

  /** {@code postgresql://…} of a database in which tests may make schemas. */
  public static String uri() {
    return URI;
  }

  private static String begin() {
    Optional<String> given = Optional.ofNullable(System.getenv("HOLDFAST_TEST_PG"));
    if (given.isPresent()) {
      LOG.info("PostgreSQL as HOLDFAST_TEST_PG names it");
      return given.get();
    }
    boolean docker = DockerClientFactory.instance().isDockerAvailable();
    LOG.info("PostgreSQL {} {}", VERSION, docker ? "in a container" : "from binaries");
    return docker ? container() : embedded();
  }

  /**
   * Nothing of it has to outlive a crash of the machine, and no table is as large as to need to be
   * cleaned, which takes a lock at any time.
   */
  private static String container() {
    PostgreSQLContainer server =
        new PostgreSQLContainer("postgres:" + VERSION.split("\\.")[0])
            .withCommand(
                "postgres",
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off",
                "-c",
                "autovacuum=off");
    server.start();
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(
            server.getUsername(),
            server.getPassword(),
            server.getHost(),
            server.getFirstMappedPort(),
            server.getDatabaseName());
  }

  /** One of binaries, on a port that nobody else gets, and with time to start on a busy machine. */
  public static EmbeddedPostgres.Builder binaries() {
    return EmbeddedPostgres.builder().setPort(Ports.free()).setPGStartupWait(Duration.ofMinutes(2));
  }

  private static String embedded() {
    try {
      EmbeddedPostgres server =
          binaries()
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("autovacuum", "off")
              .start();
      return "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
