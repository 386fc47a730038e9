package io.holdfast.connector;

import io.holdfast.config.Block;
import io.vertx.core.Deployable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A kind of connector that the configuration can name.
 *
 * @param name the {@code type} that it answers to
 * @param exclusive the setting with the credential that only one process may use at a time, as a
 *     bot's token; empty where any number may. The verticle of such a one is deployed while this
 *     node holds the lease of the credential, and has two seconds to close its link in its {@code
 *     stop} before another node may open one
 * @param factory makes the verticle that links one account
 */
public record ConnectorType(String name, Optional<String> exclusive, Factory factory) {

  private static final int DIGEST_BYTES = 16;

  /** Makes a connector's verticle. */
  @FunctionalInterface
  public interface Factory {
    Deployable create(Block block, ConnectorServices services);
  }

  /**
   * The name of the lease that a block's connector needs, which tells nothing of the credential;
   * empty where it needs none.
   */
  public Optional<String> lease(Block block) {
    return exclusive.map(
        setting -> name + "/" + digest(name + "\n" + block.settings().text(setting)));
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A kind whose credential any number of processes may use at a time. */
  public static ConnectorType shared(String name, Factory factory) {
    return new ConnectorType(name, Optional.empty(), factory);
  }

  /** A kind whose credential only one process may use at a time. */
  public static ConnectorType exclusive(String name, String credential, Factory factory) {
    return new ConnectorType(name, Optional.of(credential), factory);
  }
}
