package io.holdfast.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A real PostgreSQL: the one that {@code HOLDFAST_TEST_PG} names, else one that this process starts
 * from binaries and that ends with it. There is no third: without either, tests fail.
 */
public final class Server {

  private static final String URI = begin();

  private Server() {}

  /** {@code postgresql://…} of a database in which tests may make schemas. */
  public static String uri() {
    return URI;
  }

  private static String begin() {
    return Optional.ofNullable(System.getenv("HOLDFAST_TEST_PG")).orElseGet(Server::embedded);
  }

  private static String embedded() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .start();
      return "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
