package io.holdfast.lab.world;

import io.holdfast.connector.Post;
import io.holdfast.connector.SendFailure;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.Copies;
import io.holdfast.lab.history.History;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * A platform with one chat, which outlives the gateway. Of what it is sent it answers the third
 * only: the first is there and the answer is lost, the second is lost itself, and so on. Safe from
 * any thread.
 */
final class Board {

  /**
   * What somebody wrote there.
   *
   * @param id unique on all boards
   */
  record Note(String id, String text) {}

  private static final int ROUND = 3;

  private final String name;
  private final Copies copies;
  private final boolean keyed;
  private final History history;
  private final Bell bell;
  private final Queue<Note> unconfirmed = new ArrayDeque<>();
  private final Map<String, String> receipts = new HashMap<>();
  private Runnable reader = () -> {};
  private int sends;

  /**
   * @param copies how many of a message are promised there
   * @param keyed whether of what is sent under the same key it takes the first only
   */
  Board(String name, Copies copies, boolean keyed, History history, Bell bell) {
    this.name = name;
    this.copies = copies;
    this.keyed = keyed;
    this.history = history;
    this.bell = bell;
  }

  // ── people ───────────────────────────────────────────────────────────────────────────────────

  /** Somebody writes. */
  void write(Note note) {
    Runnable told;
    synchronized (this) {
      unconfirmed.add(note);
      told = reader;
    }
    told.run();
  }

  /** Whether all that was written is confirmed. */
  synchronized boolean read() {
    return unconfirmed.isEmpty();
  }

  // ── the gateway ──────────────────────────────────────────────────────────────────────────────

  /** Is told, on any thread, when somebody has written; nobody else is from now on. */
  synchronized void reads(Runnable told) {
    reader = told;
  }

  /** The first that is not confirmed. */
  synchronized Optional<Note> next() {
    return Optional.ofNullable(unconfirmed.peek());
  }

  /** It need not be told again. */
  synchronized void confirm(Note note) {
    if (unconfirmed.remove(note)) {
      history.add(new Event.Written(name, note.id(), copies));
      bell.ring();
    }
  }

  /** Gives the receipt, unless that or the post itself is lost. */
  synchronized Future<String> send(Post post) {
    int turn = sends++ % ROUND;
    if (turn == 1) {
      history.add(new Event.Lost(name, post.key(), post.inReplyTo()));
      return Future.failedFuture(new SendFailure.Unknown("the post is lost"));
    }
    String receipt = receipts.get(post.key());
    if (receipt == null || !keyed) {
      receipt = "r" + sends;
      receipts.put(post.key(), receipt);
      history.add(new Event.Posted(name, post.key(), post.inReplyTo(), post.text()));
    }
    return turn == 0
        ? Future.failedFuture(new SendFailure.Unknown("the answer is lost"))
        : Future.succeededFuture(receipt);
  }

  /** Gives the receipt of what was sent under the key, if it is there. */
  synchronized Future<Optional<String>> find(Post post) {
    return Future.succeededFuture(Optional.ofNullable(receipts.get(post.key())));
  }
}
