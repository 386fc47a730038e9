package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Loaded;
import io.holdfast.model.Door;
import io.holdfast.model.Speaker;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The doors of the connectors in force, by their ids. A connector that is gone leaves none behind:
 * what was said there is done. Safe from any thread.
 */
final class Doors implements Function<String, Door> {

  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

  private record Made(Loaded of, Map<String, Door> doors) {}

  private final Kinds kinds;
  private final Supplier<Loaded> inForce;
  private volatile Optional<Made> made = Optional.empty();

  Doors(Kinds kinds, Supplier<Loaded> inForce) {
    this.kinds = kinds;
    this.inForce = inForce;
  }

  @Override
  public Door apply(String connector) {
    return made().doors().getOrDefault(connector, Door.OPEN);
  }

  /** As long as nothing has changed, the same ones. */
  private Made made() {
    Loaded now = inForce.get();
    Optional<Made> before = made;
    if (before.isPresent() && before.get().of() == now) {
      return before.get();
    }
    Map<String, Door> doors = new HashMap<>();
    now.config().connectors().forEach(block -> doors.put(block.id(), make(block)));
    Made anew = new Made(now, doors);
    made = Optional.of(anew);
    return anew;
  }

  private Door make(Block block) {
    try {
      Door door = kinds.connector(block).door().apply(block.settings());
      return new Door(door.pairs(), speaker -> admits(block, door, speaker));
    } catch (RuntimeException e) {
      fault(block, e);
      return Door.OPEN;
    }
  }

  private static boolean admits(Block block, Door door, Speaker speaker) {
    try {
      return door.admits().test(speaker);
    } catch (RuntimeException e) {
      fault(block, e);
      return true;
    }
  }

  /** It concerns the people of that connector only, who were let in before. */
  private static void fault(Block block, RuntimeException fault) {
    LOG.warn("event=door-failed connector={} fault={}", block.id(), fault.toString());
  }
}
