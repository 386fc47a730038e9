package io.holdfast.connector;

import io.holdfast.delivery.Cut;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Delivery;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.Draft;
import io.holdfast.model.Head;
import io.holdfast.model.Outgoing;
import io.holdfast.turn.Wording;
import java.util.List;

/** What goes to the platform of a delivery. */
final class Posts {

  private static final int KEY_BYTES = 12;

  /** What a text may have in front of it and behind it. */
  private static final int RESERVE = 100;

  private final Facts facts;

  Posts(Facts facts) {
    this.facts = facts;
  }

  /** The piece that was tried before, or the next one that fits. */
  Cut piece(Head head) {
    String text = head.delivery().content().text();
    return head.state() == DeliveryState.PENDING
        ? Cut.of(text, head.from(), facts.text().limit() - RESERVE)
        : Cut.between(text, head.from(), head.upto());
  }

  /** As much of a text that still grows as fits. */
  String beginning(String text) {
    return Cut.of(text, 0, facts.text().limit() - RESERVE).text();
  }

  /** What a draft says when it is sent. */
  static Post of(Draft draft, Address address) {
    return new Post(
        draft.key(), address, draft.text(), List.of(), draft.inReplyTo(), draft.triedAt());
  }

  /** Another text for a message that is there. */
  static Post change(Address address, String text) {
    return new Post("", address, text, List.of(), List.of(), 0);
  }

  /**
   * The piece as a post.
   *
   * @param marked whether it says that it may be there already
   */
  Post of(Head head, Cut piece, boolean marked) {
    Delivery delivery = head.delivery();
    List<Attachment> files = whole(head, piece) ? attachments(delivery.content()) : List.of();
    boolean taken = facts.of(Facts.Operation.ATTACH).isPresent();
    String before = marked ? Wording.again() : "";
    String behind = taken || files.isEmpty() ? "" : Wording.filesLeft(files.size());
    return new Post(
        key(delivery.id(), head.from()),
        delivery.address(),
        before + piece.text() + behind,
        taken ? files : List.of(),
        head.from() == 0 ? delivery.inReplyTo() : List.of(),
        head.triedAt());
  }

  /** Whether the delivery ends with the piece. */
  static boolean whole(Head head, Cut piece) {
    return piece.upto() == head.delivery().content().text().length();
  }

  private static List<Attachment> attachments(Outgoing content) {
    return content instanceof Outgoing.Reply reply ? reply.attachments() : List.of();
  }

  /** Another one for each attempt that begins a draft. */
  static String key(AttemptId attempt) {
    return Digest.of(attempt.turn() + "/draft/" + attempt.number(), KEY_BYTES);
  }

  /** The same for the same piece, in whatever process. */
  static String key(String delivery, int from) {
    return Digest.of(delivery + "/" + from, KEY_BYTES);
  }
}
