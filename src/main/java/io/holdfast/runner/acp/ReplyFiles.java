package io.holdfast.runner.acp;

import io.holdfast.model.Attachment;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that an agent gives with its answer: pictures, recordings and embedded resources among
 * the blocks of its messages. They are in the journal as they will be sent, so there is a limit.
 */
final class ReplyFiles {

  /** How many characters of base64 all of them may have together; 4 MiB of bytes. */
  private static final int MOST = (4 << 20) / 3 * 4;

  private static final int LONGEST_NAME = 100;

  /** Types whose second half is what such files end in. */
  private static final Pattern KIND =
      Pattern.compile("(?:image|audio|video|text)/([a-z0-9]+)(?:\\+.*)?");

  private final List<Attachment> files = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private int room = MOST;

  /**
   * Takes what is a file in a block of content.
   *
   * @return whether it was meant as one
   */
  boolean add(JsonObject content) {
    switch (content.getString("type", "")) {
      case "image", "audio" ->
          add(content.getString("uri", ""), content, content.getString("data", ""));
      case "resource" -> resource(content.getJsonObject("resource", new JsonObject()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void resource(JsonObject resource) {
    String blob = resource.getString("blob");
    byte[] text = resource.getString("text", "").getBytes(StandardCharsets.UTF_8);
    add(
        resource.getString("uri", ""),
        resource,
        blob == null ? Base64.getEncoder().encodeToString(text) : blob);
  }

  private void add(String uri, JsonObject facts, String data) {
    String type = facts.getString("mimeType", "application/octet-stream");
    String name = name(uri, type);
    if (data.length() > room || !isBase64(data)) {
      missing.add(name);
      return;
    }
    room -= data.length();
    files.add(new Attachment(name, type, data));
  }

  private static boolean isBase64(String data) {
    try {
      Base64.getDecoder().decode(data);
      return true;
    } catch (IllegalArgumentException no) {
      return false;
    }
  }

  /** The last part of its path; where it has none, its number and what it is. */
  private String name(String uri, String type) {
    String path = decoded(uri.replaceFirst("[?#].*", ""));
    String last = path.substring(path.lastIndexOf('/') + 1).replaceAll("[\\p{Cntrl}\\\\:\"]", "");
    if (!last.matches("[\\s.]*")) {
      return last.length() <= LONGEST_NAME ? last : last.substring(last.length() - LONGEST_NAME);
    }
    int number = files.size() + missing.size() + 1;
    return "file-" + number + "." + ending(Attachment.mediaType(type));
  }

  private static String ending(String type) {
    return switch (type) {
      case "text/plain" -> "txt";
      case "audio/mpeg" -> "mp3";
      default -> {
        Matcher kind = KIND.matcher(type);
        yield kind.matches() ? kind.group(1) : "bin";
      }
    };
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return path;
    }
  }

  List<Attachment> files() {
    return List.copyOf(files);
  }

  /** The names of those that were too much, or damaged. */
  List<String> missing() {
    return List.copyOf(missing);
  }
}
