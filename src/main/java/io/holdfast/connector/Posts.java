package io.holdfast.connector;

import io.holdfast.delivery.Cut;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Delivery;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.Draft;
import io.holdfast.model.Head;
import io.holdfast.model.Option;
import io.holdfast.model.Outgoing;
import io.holdfast.turn.Wording;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What goes to the platform of a delivery. */
final class Posts {

  private static final int KEY_BYTES = 12;

  /** What a text may have in front of it and behind it. */
  private static final int RESERVE = 100;

  /** A text that fills more messages goes as a file, below its beginning. */
  private static final int MESSAGES = 4;

  /** How long the base64 of a file may be. */
  private static final int LARGEST = 2 * 1024 * 1024;

  private final Facts facts;

  Posts(Facts facts) {
    this.facts = facts;
  }

  /**
   * The piece that was tried before, or the next one that fits. Behind the text come the files,
   * each of which is a piece of one character.
   */
  Cut piece(Head head) {
    Outgoing content = head.delivery().content();
    String text = content.text();
    if (isFile(head)) {
      return new Cut(head.from() + 1, "");
    }
    if (isLong(content)) {
      return new Cut(text.length(), beginning(text) + Wording.inFile());
    }
    return head.state() == DeliveryState.PENDING
        ? Cut.of(text, head.from(), facts.text().limit() - RESERVE)
        : Cut.between(text, head.from(), head.upto());
  }

  /** Whether the piece is a file. */
  boolean isFile(Head head) {
    return head.from() >= head.delivery().content().text().length()
        && head.from() < end(head.delivery().content());
  }

  /** Where the last piece of a delivery ends. */
  int end(Outgoing content) {
    return content.text().length() + files(content).size();
  }

  /** As much of a text that still grows as fits. */
  String beginning(String text) {
    return Cut.of(text, 0, facts.text().limit() - RESERVE).text();
  }

  /** What a draft says when it is sent. */
  static Post of(Draft draft, Address address) {
    return new Post(
        draft.key(),
        address,
        draft.text(),
        List.of(),
        List.of(),
        draft.inReplyTo(),
        draft.triedAt());
  }

  /** Another text for a message that is there. */
  static Post change(Address address, String text) {
    return new Post("", address, text, List.of(), List.of(), List.of(), 0);
  }

  /**
   * The piece as a post.
   *
   * @param marked whether it says that it may be there already
   */
  Post of(Head head, Cut piece, boolean marked) {
    Delivery delivery = head.delivery();
    Outgoing content = delivery.content();
    boolean last = whole(head, piece);
    int left = last ? attachments(content).size() - given(content).size() : 0;
    String before = marked ? Wording.again() : "";
    String behind = left == 0 ? "" : Wording.filesLeft(left);
    return new Post(
        key(delivery.id(), head.from()),
        delivery.address(),
        before + piece.text() + behind,
        isFile(head) ? List.of(file(head)) : List.of(),
        facts.has(Facts.Feature.BUTTONS) && last ? options(content) : List.of(),
        head.from() == 0 ? delivery.inReplyTo() : List.of(),
        head.triedAt());
  }

  /** Whether the delivery ends with the piece. */
  boolean whole(Head head, Cut piece) {
    return piece.upto() == end(head.delivery().content());
  }

  // ── files ────────────────────────────────────────────────────────────────────────────────────

  private Attachment file(Head head) {
    Outgoing content = head.delivery().content();
    return files(content).get(head.from() - content.text().length());
  }

  private List<Attachment> files(Outgoing content) {
    List<Attachment> files = new ArrayList<>();
    if (isLong(content) && content instanceof Outgoing.Reply reply) {
      files.add(whole(reply));
    }
    files.addAll(given(content));
    return files;
  }

  /** Those that a send has the time for. */
  private List<Attachment> given(Outgoing content) {
    return attaches()
        ? attachments(content).stream().filter(file -> file.data().length() <= LARGEST).toList()
        : List.of();
  }

  private static List<Attachment> attachments(Outgoing content) {
    return content instanceof Outgoing.Reply reply ? reply.attachments() : List.of();
  }

  private boolean attaches() {
    return facts.of(Facts.Operation.ATTACH).isPresent();
  }

  /** Nobody wants to read it in so many messages. */
  private boolean isLong(Outgoing content) {
    return attaches()
        && content instanceof Outgoing.Reply
        && content.text().length() > MESSAGES * (facts.text().limit() - RESERVE);
  }

  private static Attachment whole(Outgoing.Reply reply) {
    String part = reply.parts() == 1 ? "" : "-" + reply.part() + "-of-" + reply.parts();
    byte[] text = reply.text().getBytes(StandardCharsets.UTF_8);
    return new Attachment(
        "answer" + part + ".md", "text/markdown", Base64.getEncoder().encodeToString(text));
  }

  private static List<Option> options(Outgoing content) {
    return content instanceof Outgoing.Notice notice ? notice.options() : List.of();
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
