package io.holdfast.cli;

import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Does one thing to one thing of a list. */
abstract class SteerCommand extends AskingCommand {

  private final String list;
  private final String verb;
  private final String done;

  /**
   * @param list the path of the list
   * @param verb what is done, as the path has it
   * @param done what is said afterwards
   */
  SteerCommand(Asking asking, String list, String verb, String done) {
    super(asking);
    this.list = list;
    this.verb = verb;
    this.done = done;
  }

  /** Which one. */
  abstract String id();

  /** Where it is asked for. */
  String path() {
    return Api.one(list, id(), verb);
  }

  /** What is said about the answer. */
  String said(Reading answer) {
    return done;
  }

  @Override
  int run(Screen screen) {
    Answer answer = client().post(path());
    if (!json()) {
      screen.line(id() + ": " + said(answer.reading()));
    } else if (!answer.text().isBlank()) {
      screen.json(answer.text());
    }
    return ExitCode.CLEAN;
  }

  /** Lets nothing run in a session. */
  @Command(
      name = "suspend",
      description =
          "Let nothing run in a session until it is resumed. A turn that runs is asked to stop at"
              + " its next step and goes on then.",
      footer = "  holdfast sessions suspend web/chat-1")
  static final class Suspend extends SteerCommand {

    @Parameters(paramLabel = "KEY", description = "The session, such as web/chat-1.")
    String key = "";

    Suspend(Asking asking) {
      super(asking, Api.SESSIONS, "suspend", "suspended");
    }

    @Override
    String id() {
      return key;
    }
  }

  /** Lets a session go on. */
  @Command(
      name = "resume",
      description = "Let a session go on that was suspended by its user, an operator or itself.",
      footer = "  holdfast sessions resume web/chat-1")
  static final class Resume extends SteerCommand {

    @Parameters(paramLabel = "KEY", description = "The session, such as web/chat-1.")
    String key = "";

    Resume(Asking asking) {
      super(asking, Api.SESSIONS, "resume", "resumed");
    }

    @Override
    String id() {
      return key;
    }
  }

  /** Cancels a turn. */
  @Command(
      name = "cancel",
      description =
          "Cancel a turn. One that runs is told to end at once; its chat is told, and the turns"
              + " queued behind it go on.",
      footer = "  holdfast turns cancel 01932b7e-8c1a-7000-8000-3f6c2a9d4e51")
  static final class Cancel extends SteerCommand {

    @Parameters(paramLabel = "ID", description = "The turn.")
    String turn = "";

    Cancel(Asking asking) {
      super(asking, Api.TURNS, "cancel", "cancelled");
    }

    @Override
    String id() {
      return turn;
    }

    @Override
    String said(Reading answer) {
      return answer.text("state").equals("running") ? "told to end" : super.said(answer);
    }
  }

  /** Sends a delivery after all. */
  @Command(
      name = "retry",
      description = "Send a delivery after all that was held back or given up.",
      footer = "  holdfast deliveries retry 01932b7e-8c1a-7000-8000-3f6c2a9d4e51.1")
  static final class Retry extends SteerCommand {

    @Parameters(paramLabel = "ID", description = "The delivery.")
    String delivery = "";

    Retry(Asking asking) {
      super(asking, Api.DELIVERIES, "retry", "pending again");
    }

    @Override
    String id() {
      return delivery;
    }
  }

  /** Gives a delivery up. */
  @Command(
      name = "drop",
      description = "Give up a delivery that waits, is held back or unknown.",
      footer = "  holdfast deliveries drop 01932b7e-8c1a-7000-8000-3f6c2a9d4e51.1")
  static final class Drop extends SteerCommand {

    @Parameters(paramLabel = "ID", description = "The delivery.")
    String delivery = "";

    Drop(Asking asking) {
      super(asking, Api.DELIVERIES, "drop", "dropped");
    }

    @Override
    String id() {
      return delivery;
    }
  }
}
