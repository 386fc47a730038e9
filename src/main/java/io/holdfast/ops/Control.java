package io.holdfast.ops;

import io.holdfast.config.Plan;
import io.holdfast.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What an operator may ask of the gateway as a whole. Safe from any thread. */
public interface Control {

  /** How it is doing. */
  Status status();

  /** Every setting in force, secrets masked. */
  JsonObject configuration();

  /**
   * What applying a configuration would change. Fails with {@link io.holdfast.config.ConfigFaults}.
   *
   * @param yaml the text of a configuration file
   */
  Future<Plan> plan(Buffer yaml);

  /**
   * Reads the configuration file again and applies it, one verticle at a time. Fails with {@link
   * io.holdfast.config.ConfigFaults} when the file is not valid, and changes nothing then.
   *
   * @param turn the turn that asked for it. The answer is at once what is to be done; it is done
   *     after that turn's outcome is committed, since a redeploy would wait for the turn. Fails
   *     with {@link io.holdfast.model.HoldfastException.NotFound} when it is not running here
   */
  Future<Applied> reload(Optional<String> turn);

  /**
   * Begins the stop of the whole gateway. Fails with {@link
   * io.holdfast.model.HoldfastException.Conflict} when it stops already for another reason: it
   * would come back where it should not, or the other way round.
   *
   * @param reason SHUTDOWN ends the process with exit code 0, RESTART with 75
   * @param asked the turn that asked for it: it is not waited for, and asks once
   * @return whether it begins; false when that turn has had it before under this key
   */
  Future<Boolean> stop(Reason reason, Optional<Asked> asked);

  /**
   * A turn that asks for something that is done once.
   *
   * @param turn the turn, which must be RUNNING
   * @param key the turn's own name for the request
   */
  record Asked(String turn, String key) {}

  /**
   * What a reload did.
   *
   * @param plan what was to be done
   * @param failures what could not be done, each with its reason; the old is in force there
   */
  record Applied(Plan plan, List<String> failures) {

    public Applied {
      failures = List.copyOf(failures);
    }
  }
}
