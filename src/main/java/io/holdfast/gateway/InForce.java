package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Config;
import io.holdfast.config.Loaded;
import io.holdfast.config.Plan.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The configuration in force: exactly what is deployed, so that it is a mixture of two files while
 * a reload is under way, or after one that could not do all it should. A snapshot in memory; the
 * user's file is never written. Safe from any thread.
 */
final class InForce {

  private volatile Loaded loaded;

  InForce(Loaded loaded) {
    this.loaded = loaded;
  }

  Loaded loaded() {
    return loaded;
  }

  Config config() {
    return loaded.config();
  }

  /** Takes over from {@code next} what stands at a place. */
  synchronized void take(Loaded next, String... path) {
    loaded = loaded.taking(next, path);
  }

  /** The block of a verticle, if the configuration in force has it. */
  Optional<Block> block(Kind kind, String id) {
    return block(config(), kind, id);
  }

  /** The block of a verticle in a configuration. */
  static Optional<Block> block(Config config, Kind kind, String id) {
    List<Block> blocks = kind == Kind.CONNECTOR ? config.connectors() : config.runners();
    return blocks.stream().filter(block -> block.id().equals(id)).findFirst();
  }
}
