package io.holdfast.connector.websocket;

import io.holdfast.model.Attachment;
import io.holdfast.model.Sender;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client sent, as {@link Frames} understood it. */
sealed interface ClientFrame {

  /**
   * @param token empty when it brought none
   * @param chats null for all of the connector
   * @param history how many past items of each chat it wants, 0 for none
   */
  record Hello(String token, String client, @Nullable Set<String> chats, int history)
      implements ClientFrame {}

  /**
   * @param thread empty when there is none
   */
  record Message(
      String id,
      String chat,
      String thread,
      Sender sender,
      String text,
      List<Attachment> attachments)
      implements ClientFrame {}

  record Ack(List<String> deliveries) implements ClientFrame {}

  /**
   * @param thread empty when there is none
   * @param before empty for the newest
   */
  record History(String chat, String thread, String before, int limit) implements ClientFrame {}

  /**
   * @param thread empty when there is none
   * @param file which file of the item, from 0
   */
  record File(String chat, String thread, String item, int file) implements ClientFrame {}

  record Subscribe(Set<String> chats) implements ClientFrame {}

  record Unsubscribe(Set<String> chats) implements ClientFrame {}

  /** A well-formed frame of a type that this version does not know. */
  record Unknown(String type) implements ClientFrame {}

  /** A {@code message} with a usable id and a field that is not. */
  record BadMessage(String id, String why) implements ClientFrame {}

  /** Anything else that cannot be understood. */
  record Malformed(String why) implements ClientFrame {}
}
