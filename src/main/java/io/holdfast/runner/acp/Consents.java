package io.holdfast.runner.acp;

import io.holdfast.model.Decision;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.runner.PermissionRequest;
import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people have decided about the tool calls of one turn, and asking them about others. An
 * answer counts for one call, wherever and whenever the agent asks for it: that it was used is
 * committed before the agent hears of it. Confined to one event loop.
 */
final class Consents {

  /** Under what a question's step begins; a hash of what is asked for and a number follow. */
  static final String ASKED = "permission-";

  /** The same, of the step that says that it was used. */
  static final String USED = "used-";

  /** Under what the step of a permission for the session begins; its scope follows. */
  private static final String GRANT = "grant-";

  private final AcpSettings settings;
  private final Runnable asking;
  private final Map<String, Boolean> decided = new HashMap<>();
  private TurnContext turn;

  /**
   * @param asking called before the chat is asked, which ends the attempt
   */
  Consents(AcpSettings settings, TurnContext turn, Runnable asking) {
    this.settings = settings;
    this.turn = turn;
    this.asking = asking;
  }

  /** Another attempt goes on. */
  void goOn(TurnContext next) {
    turn = next;
  }

  /**
   * Whether a call may be made. Some agents ask twice about one: what was decided counts for all
   * that they ask about it.
   *
   * @param label what the call is called when it is spoken of, see {@link ToolCall#named}
   */
  Future<Boolean> decide(ToolCall call, String label, Ruling ruling) {
    String id = call.id() + "\n" + call.fingerprint() + "\n" + ruling.scope();
    Boolean before = decided.get(id);
    if (before != null) {
      return Future.succeededFuture(before);
    }
    return forSession(ruling)
        .compose(all -> all ? Future.succeededFuture(true) : once(call, label, ruling, 1))
        .onSuccess(allowed -> decided.put(id, allowed));
  }

  private Future<Boolean> forSession(Ruling ruling) {
    String key = GRANT + ruling.scope();
    return result(key).isPresent()
        ? Future.succeededFuture(true)
        : turn.recall(key).map(Optional::isPresent);
  }

  private Future<Boolean> once(ToolCall call, String label, Ruling ruling, int number) {
    String name = call.fingerprint() + "-" + number;
    if (spent(turn.steps(), name)) {
      return once(call, label, ruling, number + 1);
    }
    if (result(ASKED + name).isEmpty()) {
      asking.run();
    }
    return turn.permission(ASKED + name, request(call, label, ruling))
        .compose(decision -> carryOut(decision, name, label, ruling));
  }

  private PermissionRequest request(ToolCall call, String label, Ruling ruling) {
    return new PermissionRequest(
        label, Wording.permission(call, ruling), settings.approvers(), settings.askTimeout());
  }

  private Future<Boolean> carryOut(Decision decision, String name, String label, Ruling ruling) {
    Future<String> grant =
        decision.kind() == Decision.Kind.SESSION
            ? note(GRANT + ruling.scope(), ruling.kind() + " permitted in this conversation")
            : Future.succeededFuture("");
    String so = decision.granted() ? "permitted: " : "refused: ";
    return grant.compose(done -> note(USED + name, so + label)).map(decision.granted());
  }

  private Future<String> note(String key, String label) {
    return turn.step(key, label, StepPolicy.retry(), () -> Future.succeededFuture(""));
  }

  private Optional<Step> result(String key) {
    return result(turn.steps(), key);
  }

  private static Optional<Step> result(List<Step> steps, String key) {
    return steps.stream()
        .filter(step -> step.key().equals(key) && step.state() == StepState.RESULT)
        .findFirst();
  }

  /** The questions of a turn whose answers no agent has used, which may not be answered either. */
  static List<Step> unused(List<Step> steps) {
    return steps.stream()
        .filter(step -> step.key().startsWith(ASKED))
        .filter(step -> !spent(steps, step.key().substring(ASKED.length())))
        .toList();
  }

  /**
   * Whether an answer counts no more: it was used, or one about the same thing was that was asked
   * after it. Agents say the same thing in other words when they are told to go on.
   */
  private static boolean spent(List<Step> steps, String name) {
    if (result(steps, USED + name).isPresent()) {
      return true;
    }
    Optional<Step> asked = result(steps, ASKED + name);
    return asked.isPresent()
        && steps.stream()
            .skip(steps.indexOf(asked.get()) + 1L)
            .filter(later -> later.key().startsWith(USED))
            .anyMatch(later -> later.label().endsWith(": " + asked.get().label()));
  }

  /** What was decided about one of these; empty as long as it is open. */
  static Optional<Decision> decision(Step asked) {
    return asked.state() == StepState.RESULT
        ? Optional.of(Decision.ofRecorded(asked.result()))
        : Optional.empty();
  }

  /** Whether the last thing that was decided is a refusal in words, which the agent is to hear. */
  static boolean refusedInWords(List<Step> steps) {
    return steps.stream()
        .filter(step -> step.key().startsWith(ASKED))
        .reduce((first, second) -> second)
        .flatMap(Consents::decision)
        .filter(decision -> !decision.said().isEmpty())
        .isPresent();
  }
}
