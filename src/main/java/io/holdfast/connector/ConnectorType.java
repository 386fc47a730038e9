package io.holdfast.connector;

import io.holdfast.config.Block;
import io.holdfast.config.Keys;
import io.holdfast.config.Settings;
import io.holdfast.model.Door;
import io.vertx.core.Deployable;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of connector that the configuration can name.
 *
 * @param name the {@code type} that it answers to
 * @param facts what its platform allows
 * @param keys what a block of it may have; of those that are built in the schema says it
 * @param factory makes the verticle that links one account
 * @param door makes of a block what tells whether somebody still may speak who was let in before
 */
public record ConnectorType(
    String name, Facts facts, Keys keys, Factory factory, Function<Settings, Door> door) {

  private static final int DIGEST_BYTES = 16;

  /** A type whose people stay whom it has let in once. */
  public ConnectorType(String name, Facts facts, Keys keys, Factory factory) {
    this(name, facts, keys, factory, block -> Door.OPEN);
  }

  /** The same with a door. */
  public ConnectorType behind(Function<Settings, Door> other) {
    return new ConnectorType(name, facts, keys, factory, other);
  }

  /** A type that declares no keys. */
  public ConnectorType(String name, Facts facts, Factory factory) {
    this(name, facts, Keys.none(), factory);
  }

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
    return facts
        .credential()
        .map(
            setting ->
                name + "/" + Digest.of(name + "\n" + block.settings().text(setting), DIGEST_BYTES));
  }
}
