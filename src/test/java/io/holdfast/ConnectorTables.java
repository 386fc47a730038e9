package io.holdfast;

import io.holdfast.connector.Budget.Rate;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Facts;
import io.holdfast.connector.Facts.Feature;
import io.holdfast.connector.Facts.Operation;
import io.holdfast.connector.Facts.Sending;
import io.holdfast.connector.Window;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what connectors declare, and what follows from it. */
final class ConnectorTables {

  private final StringBuilder page = new StringBuilder();

  private ConnectorTables() {}

  static String markdown(List<ConnectorType> types) {
    ConnectorTables tables = new ConnectorTables();
    tables.platforms(types);
    tables.guarantees(types);
    tables.growing(types);
    return tables.page.toString();
  }

  private void platforms(List<ConnectorType> types) {
    page.append("\n## What the platforms allow\n\n");
    row("type", "platform", "it learns that a message is stored", "after a cut it still has");
    row("---", "---", "---", "---");
    for (ConnectorType type : types) {
      Facts facts = type.facts();
      row(
          "`" + type.name() + "`",
          facts.platform(),
          acknowledgement(facts.acknowledgement()),
          window(facts.resumption(), "nothing", "everything", "what is younger than "));
    }
    page.append('\n');
    row(
        "type",
        "at a time",
        "text of a message",
        "threads",
        "shows who writes",
        "buttons",
        "tells what is changed",
        "written to");
    row("---", "---", "---", "---", "---", "---", "---", "---");
    for (ConnectorType type : types) {
      Facts facts = type.facts();
      row(
          "`" + type.name() + "`",
          facts.credential().map(key -> "one process for each `" + key + "`").orElse("any number"),
          text(facts.text()),
          has(facts, Feature.THREADS),
          has(facts, Feature.TYPING),
          has(facts, Feature.BUTTONS),
          changes(facts),
          "a chat " + rates(facts.budget().chat()) + ", all " + rates(facts.budget().account()));
    }
  }

  private void guarantees(List<ConnectorType> types) {
    page.append("\n## How often a message is seen\n\n");
    row("type", "operation", "sent again without a copy", "killed, or cut, before its answer came");
    row("---", "---", "---", "---");
    for (ConnectorType type : types) {
      for (Operation operation : Operation.values()) {
        row(
            "`" + type.name() + "`",
            operation.name().toLowerCase(Locale.ROOT),
            type.facts()
                .of(operation)
                .map(one -> window(one.key(), "never", "always", "for "))
                .orElse("is not offered"),
            type.facts().of(operation).map(one -> afterwards(operation, one)).orElse(""));
      }
    }
  }

  private static String has(Facts facts, Feature feature) {
    return facts.has(feature) ? "yes" : "no";
  }

  private static String changes(Facts facts) {
    if (!facts.has(Feature.EDITS)) {
      return "no";
    }
    return facts.has(Feature.DELETIONS) ? "edits, deletions" : "edits";
  }

  private void growing(List<ConnectorType> types) {
    page.append("\n## A reply that is shown while it is written\n\n");
    row("type", "killed, or cut, between its first words and the answer to them", "any time later");
    row("---", "---", "---");
    for (ConnectorType type : types) {
      if (type.facts().of(Operation.EDIT).isPresent()) {
        Sending send = type.facts().of(Operation.SEND).orElseThrow();
        boolean found = send.findable() || !send.key().equals(Window.NONE);
        row(
            "`" + type.name() + "`",
            found
                ? "the message is found, and becomes the reply: seen once"
                : "nobody can find out if they are there: the reply is sent, and they may be seen"
                    + " beside it",
            "the same message becomes the reply: seen once");
      }
    }
  }

  private static String afterwards(Operation operation, Sending sending) {
    if (!sending.attempted()) {
      return (operation == Operation.EDIT ? "made" : "sent") + " again, seen once";
    }
    String within =
        sending.key().equals(Window.NONE)
            ? ""
            : "sent again within " + length(sending.key().length()) + ", seen once; later ";
    return within
        + (sending.findable()
            ? "looked up, and sent again if it is not there: seen once"
            : "as `on-unknown` says: `at-most-once` gives it up for an operator to see,"
                + " `at-least-once` sends it again for a day, and says so");
  }

  private static String acknowledgement(Facts.Acknowledgement acknowledgement) {
    return switch (acknowledgement) {
      case EACH -> "each by itself";
      case PLACE -> "all up to a place";
      case NONE -> "never";
    };
  }

  private static String window(Window window, String none, String always, String some) {
    if (window.equals(Window.NONE)) {
      return none;
    }
    return window.equals(Window.FOR_EVER) ? always : some + length(window.length());
  }

  private static String length(Duration length) {
    if (length.toMinutes() < 2) {
      return length.toSeconds() + " s";
    }
    return length.toHours() < 2 ? length.toMinutes() + " min" : length.toHours() + " h";
  }

  private static String text(Facts.Text text) {
    String markup = text.markup().name().toLowerCase(Locale.ROOT);
    return String.format(Locale.ROOT, "%,d UTF-16 units, %s", text.limit(), markup);
  }

  private static String rates(List<Rate> rates) {
    return rates.isEmpty()
        ? "as fast as it goes"
        : rates.stream()
            .map(rate -> rate.operations() + " in " + length(rate.per()))
            .collect(Collectors.joining(" and "));
  }

  private void row(String... cells) {
    String row = "| " + String.join(" | ", cells) + " |\n";
    page.append(row.replace("|  |", "| |"));
  }
}
