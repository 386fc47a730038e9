package io.holdfast.runner;

import io.holdfast.model.Attachment;
import io.holdfast.model.Claimed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The files that came with a turn's messages, in the forms in which agents take them. */
public final class TurnFiles {

  /** So many UTF-16 code units of a file are read as a text. */
  private static final int LONGEST = 100_000;

  private static final Set<String> TEXTS =
      Set.of("application/json", "application/xml", "application/yaml", "application/toml");

  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private TurnFiles() {}

  /** All of them, in the order of the messages. */
  public static List<Attachment> of(Claimed turn) {
    return turn.messages().stream()
        .flatMap(message -> message.inbound().attachments().stream())
        .toList();
  }

  /** Whether it is a picture of a kind that models read. */
  public static boolean isImage(Attachment file) {
    return IMAGES.contains(file.mediaType());
  }

  /** What a text file says; empty for any other, for one in another coding, and for a long one. */
  public static Optional<String> text(Attachment file) {
    String type = file.mediaType();
    if (!type.startsWith("text/") && !TEXTS.contains(type)) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(file.data()));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString())
          .filter(text -> text.length() <= LONGEST);
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A line for each of those that the agent is not given. */
  public static String unseen(List<Attachment> files) {
    return files.stream().map(file -> "\n" + file.mention()).collect(Collectors.joining());
  }
}
