package io.holdfast.connector;

import io.holdfast.delivery.Cut;
import io.holdfast.model.Address;
import io.holdfast.model.Attached;
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
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What goes to the platform of a delivery. */
final class Posts {

  private static final int KEY_BYTES = 12;

  /** What a text may have in front of it and behind it. */
  private static final int RESERVE = 100;

  /** A text that fills more messages goes as a file, below its beginning. */
  private static final int MESSAGES = 4;

  /** How large a file may be, in bytes. */
  private static final int LARGEST = 384 * 1024;

  /** So many texts and files are remembered that are not taken as files. */
  private static final int MANY = 1_000;

  private static final int NAME = 8;

  private final Facts facts;
  private final Set<String> refused = new LinkedHashSet<>();

  Posts(Facts facts) {
    this.facts = facts;
  }

  /**
   * The piece that was tried before, or the next one that fits. Of a long text all but its
   * beginning is one piece, which goes as a file. Behind the text come the files that were given
   * with it, each a piece of one character.
   */
  Cut piece(Head head) {
    Outgoing content = head.delivery().content();
    String text = content.text();
    if (isRest(head)) {
      return new Cut(text.length(), "");
    }
    if (isGiven(head)) {
      return new Cut(head.from() + 1, "");
    }
    Cut piece =
        head.state() == DeliveryState.PENDING
            ? Cut.of(text, head.from(), facts.text().limit() - RESERVE)
            : Cut.between(text, head.from(), head.upto());
    return head.from() == 0 && isLong(content) && !refused.contains(head.delivery().id())
        ? new Cut(piece.upto(), piece.text() + Wording.inFile())
        : piece;
  }

  /** Whether the piece is a file. */
  boolean isFile(Head head) {
    return isGiven(head) || isRest(head);
  }

  /** Whether it is a file that was given with the text. */
  boolean isGiven(Head head) {
    return head.from() >= head.delivery().content().text().length() && head.from() < end(head);
  }

  /** Which of the head's files the piece is, from 0. */
  int index(Head head) {
    int place = head.from() - head.delivery().content().text().length();
    return IntStream.range(0, head.files().size())
        .filter(i -> fits(head.files().get(i)))
        .skip(place)
        .findFirst()
        .orElseThrow();
  }

  /** Whether it is the rest of a long text, which goes as a file. */
  boolean isRest(Head head) {
    Outgoing content = head.delivery().content();
    if (!isLong(content) || head.from() != cut(content.text()).upto()) {
      return false;
    }
    return head.state() == DeliveryState.PENDING
        ? !refused.contains(head.delivery().id())
        : head.upto() == content.text().length();
  }

  /**
   * The platform does not take the file that the piece is: a long text goes on in messages, in
   * place of a given file it is said that it is not taken.
   *
   * @return false where nothing else is to be tried
   */
  boolean refuse(Head head) {
    if (isRefused(head)) {
      // Not even that was taken: it is given up, and whoever tries it again means the file.
      refused.remove(file(head));
      return false;
    }
    if (!isGiven(head) && !(isRest(head) && head.unknowns() == 0)) {
      return false;
    }
    refused.add(isGiven(head) ? file(head) : head.delivery().id());
    if (refused.size() > MANY) {
      refused.remove(refused.iterator().next());
    }
    return true;
  }

  /** Whether it is a given file that the platform does not take. */
  boolean isRefused(Head head) {
    return isGiven(head) && refused.contains(file(head));
  }

  private static String file(Head head) {
    return key(head.delivery().id(), head.from());
  }

  private Cut cut(String text) {
    return Cut.of(text, 0, facts.text().limit() - RESERVE);
  }

  /** Where the last piece of a delivery ends. */
  int end(Head head) {
    return head.delivery().content().text().length() + given(head).size();
  }

  /** As much of a text that still grows as fits. */
  String beginning(String text) {
    return cut(text).text();
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
   * @param given the file that the piece is, if it is one that was given, is taken and still kept
   * @param marked whether it says that it may be there already
   */
  Post of(Head head, Cut piece, Optional<Attachment> given, boolean marked) {
    Delivery delivery = head.delivery();
    Outgoing content = delivery.content();
    boolean last = whole(head, piece);
    int left = last ? head.files().size() - given(head).size() : 0;
    String text = given.isEmpty() && isGiven(head) ? instead(head) : piece.text();
    String before = marked ? Wording.again() : "";
    String behind = left == 0 ? "" : Wording.filesLeft(left);
    Optional<Attachment> file = isRest(head) ? Optional.of(whole(delivery)) : given;
    return new Post(
        key(delivery.id(), head.from()),
        delivery.address(),
        before + text + behind,
        file.map(List::of).orElse(List.of()),
        facts.has(Facts.Feature.BUTTONS) && last ? options(content) : List.of(),
        head.from() == 0 ? delivery.inReplyTo() : List.of(),
        head.triedAt());
  }

  /** What is said in place of the file that the piece is. */
  private String instead(Head head) {
    Attached file = head.files().get(index(head));
    return isRefused(head) ? Wording.fileNotTaken(file.name()) : file.gone();
  }

  /** Whether the delivery ends with the piece. */
  boolean whole(Head head, Cut piece) {
    return piece.upto() == end(head);
  }

  // ── files ────────────────────────────────────────────────────────────────────────────────────

  /** All of a text, under a name of its own: by that it is found again. */
  private static Attachment whole(Delivery delivery) {
    String name = "answer-" + key(delivery.id(), 0).substring(0, NAME) + ".md";
    byte[] text = delivery.content().text().getBytes(StandardCharsets.UTF_8);
    return new Attachment(name, "text/markdown", Base64.getEncoder().encodeToString(text));
  }

  /** Those that a send has the time for. */
  private List<Attached> given(Head head) {
    return attaches() ? head.files().stream().filter(Posts::fits).toList() : List.of();
  }

  private static boolean fits(Attached file) {
    return file.size() <= LARGEST;
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
