package io.holdfast.lab.world;

import static io.holdfast.lab.world.Settings.USUAL;

import io.holdfast.config.Config;
import io.holdfast.config.Keys;
import io.holdfast.config.Schema;
import io.holdfast.connector.Budget;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Facts;
import io.holdfast.connector.OnUnknown;
import io.holdfast.connector.Window;
import io.holdfast.lab.history.Event.Copies;
import io.holdfast.lab.history.History;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.model.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Platforms that have to be sent to and lose answers, one of each sort, and the story of them. */
final class Boards {

  /** What sorts there are. */
  private enum Sort {
    /** Of what has the same key it shows one, for some time. */
    KEYED(Window.of(Duration.ofMinutes(2)), false, OnUnknown.AT_MOST_ONCE, Copies.ONE),
    /** It can be asked what it has. */
    ASKED(Window.NONE, true, OnUnknown.AT_MOST_ONCE, Copies.ONE),
    CAUTIOUS(Window.NONE, false, OnUnknown.AT_MOST_ONCE, Copies.AT_MOST_ONE),
    INSISTENT(Window.NONE, false, OnUnknown.AT_LEAST_ONCE, Copies.AT_LEAST_ONE);

    private final Window key;
    private final boolean findable;
    private final OnUnknown policy;
    private final Copies copies;

    Sort(Window key, boolean findable, OnUnknown policy, Copies copies) {
      this.key = key;
      this.findable = findable;
      this.policy = policy;
      this.copies = copies;
    }

    String type() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    private Facts facts() {
      return new Facts(
          "A board",
          Facts.Acknowledgement.EACH,
          Window.FOR_EVER,
          Optional.of("token"),
          Map.of(Facts.Operation.SEND, new Facts.Sending(key, findable)),
          new Facts.Text(10_000, Facts.Markup.PLAIN),
          Budget.FREE,
          Set.of());
    }
  }

  /** A connector of each. */
  private static final String ALL =
      """
        keyed: {type: keyed, token: k}
        asked: {type: asked, token: a}
        cautious: {type: cautious, token: c}
        insistent: {type: insistent, token: i}
      """;

  private static final Keys KEYS = Keys.none().secret("token");

  private final Map<Sort, Board> boards = new EnumMap<>(Sort.class);
  private int written;

  Boards(History history, Bell bell) {
    for (Sort sort : Sort.values()) {
      boolean keyed = sort == Sort.KEYED;
      boards.put(sort, new Board(sort.type(), sort.copies, keyed, history, bell));
    }
  }

  static List<Scenario> all() {
    return List.of(new Scenario("boards", USUAL.connectors(ALL), Boards::story));
  }

  /** What a file may say of them. */
  static Schema schema() {
    Schema schema = Schema.builtIn();
    for (Sort sort : Sort.values()) {
      schema = schema.withConnector(sort.type(), KEYS);
    }
    return schema;
  }

  /** How many of them a configuration has. */
  static int senders(Config config) {
    Set<String> types = Arrays.stream(Sort.values()).map(Sort::type).collect(Collectors.toSet());
    return (int) config.connectors().stream().filter(it -> types.contains(it.type())).count();
  }

  List<ConnectorType> types() {
    return Arrays.stream(Sort.values()).map(this::type).toList();
  }

  private ConnectorType type(Sort sort) {
    Facts facts = sort.facts();
    Board board = boards.get(sort);
    return new ConnectorType(
        sort.type(),
        facts,
        KEYS,
        (block, services) -> new BoardConnector(board, facts, sort.policy, block, services));
  }

  /** Somebody writes on each. */
  void write() {
    written++;
    boards.forEach(
        (sort, board) ->
            board.write(
                new Board.Note(sort.type() + "-" + written, new Task(Kind.PLAIN, 0, 5, 0).text())));
  }

  /** Whether all that was written is confirmed. */
  boolean read() {
    return boards.values().stream().allMatch(Board::read);
  }

  /** A stop comes while answers are sent. */
  private static void story(Stage stage) {
    stage.write();
    stage.write();
    stage.posted("keyed");
    stage.stop(Reason.RESTART);
    stage.write();
  }
}
