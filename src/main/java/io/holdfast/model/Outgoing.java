package io.holdfast.model;

import java.util.List;

/** What is to be said in a chat; it becomes a {@link Delivery} in the commit that decides it. */
public sealed interface Outgoing {

  /** What a person reads. */
  String text();

  /**
   * One part of a turn's reply.
   *
   * @param part from 1 to {@code parts}
   */
  record Reply(int part, int parts, String text, List<Attachment> attachments) implements Outgoing {
    public Reply {
      attachments = List.copyOf(attachments);
    }
  }

  /**
   * A word from the gateway itself.
   *
   * @param options the answers that it offers
   */
  record Notice(NoticeKind kind, String text, List<Option> options) implements Outgoing {
    public Notice {
      options = List.copyOf(options);
    }

    /** One that offers none. */
    public Notice(NoticeKind kind, String text) {
      this(kind, text, List.of());
    }
  }
}
