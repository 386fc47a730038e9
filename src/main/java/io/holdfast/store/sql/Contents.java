package io.holdfast.store.sql;

import io.holdfast.model.Attached;
import io.holdfast.model.Attachment;
import io.holdfast.model.Missed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What files contain, each content once however many messages and deliveries have it. The column of
 * those names it by its hash, as JSON, and is empty where there are no files. One that an earlier
 * version has written has the content itself, and so has that of a file that is not base64.
 */
final class Contents {

  /** No record: of an array that would compare the place only. */
  private static final class Content {
    private final String hash;
    private final byte[] bytes;

    private Content(byte[] bytes) {
      this.hash = HexFormat.of().formatHex(sha256().digest(bytes));
      this.bytes = bytes;
    }
  }

  /**
   * Files as they are stored; made before the transaction, on its caller's thread.
   *
   * @param column what their message or delivery says of them
   */
  record Kept(String column, List<Content> contents) {

    static final Kept NONE = new Kept("", List.of());

    static Kept of(List<Attachment> files) {
      if (files.isEmpty()) {
        return NONE;
      }
      JsonArray column = new JsonArray();
      List<Content> contents = new ArrayList<>();
      for (Attachment file : files) {
        JsonObject entry = JsonObject.of("name", file.name(), "type", file.type());
        Optional<Content> content = content(file);
        content.ifPresent(contents::add);
        column.add(
            content
                .map(of -> entry.put("size", of.bytes.length).put("hash", of.hash))
                .orElseGet(() -> entry.put("data", file.data())));
      }
      return new Kept(column.encode(), contents);
    }

    private static Optional<Content> content(Attachment file) {
      try {
        return Optional.of(new Content(Base64.getDecoder().decode(file.data())));
      } catch (IllegalArgumentException notBase64) {
        return Optional.empty();
      }
    }
  }

  /**
   * The files of a message or a delivery.
   *
   * @param gone a line for each whose content is not kept any more
   */
  record Found(List<Attachment> files, List<String> gone) {

    /** A text with those lines below it. */
    String below(String text) {
      return gone.isEmpty()
          ? text
          : Stream.concat(Stream.of(text).filter(said -> !said.isEmpty()), gone.stream())
              .collect(Collectors.joining("\n"));
    }
  }

  /**
   * The files of a message that is changed.
   *
   * @param column what it says of them
   * @param missed those that are not to be had, and were not there before
   */
  record Changed(String column, List<Missed> missed) {

    /**
     * @param before as the column had them
     * @param now those that were to be had
     * @param missed the others that it has, in their order
     */
    static Changed of(String before, Kept now, List<Missed> missed) {
      if (missed.isEmpty()) {
        return new Changed(now.column(), missed);
      }
      List<JsonObject> files = new ArrayList<>(entries(now.column()));
      List<JsonObject> others = new ArrayList<>(entries(before));
      files.forEach(others::remove);
      List<Missed> gone = new ArrayList<>();
      for (Missed file : missed) {
        Optional<JsonObject> there =
            others.stream().filter(other -> isSame(other, file)).findFirst();
        there.ifPresentOrElse(
            other -> files.add(file.place() - gone.size(), other), () -> gone.add(file));
        there.ifPresent(others::remove);
      }
      return new Changed(files.isEmpty() ? "" : new JsonArray(files).encode(), gone);
    }

    /** What an entry has itself is not measured to the byte. */
    private static boolean isSame(JsonObject entry, Missed file) {
      return entry.getString("name").equals(file.name())
          && entry.getString("type").equals(file.type())
          && (file.size() == 0 || entry.containsKey("data") || size(entry) == file.size());
    }
  }

  private static final String KEEP =
      "INSERT INTO content (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING";

  private static final String OF_MESSAGE =
      """
      INSERT INTO attached (hash, message, delivery, at)
      SELECT ?, seq, '', CAST(? AS BIGINT) FROM message WHERE connector = ? AND platform_id = ?
      ON CONFLICT (hash, message, delivery) DO NOTHING
      """;

  private static final String OF_DELIVERY =
      """
      INSERT INTO attached (hash, message, delivery, at) VALUES (?, 0, ?, ?)
      ON CONFLICT (hash, message, delivery) DO NOTHING
      """;

  private static final String DROP_USE =
      "DELETE FROM attached WHERE hash = ? AND message = ? AND delivery = ?";

  private static final String DROP_UNUSED =
      """
      DELETE FROM content
      WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM attached a WHERE a.hash = content.hash)
      """;

  private static final String BYTES = "SELECT bytes FROM content WHERE hash = ?";

  private Contents() {}

  /** Keeps files of a message that has been written. */
  static void ofMessage(Db db, Kept files, String connector, String platformId, long now)
      throws SQLException {
    for (Content content : files.contents()) {
      db.run(KEEP, content.hash, content.bytes);
      db.run(OF_MESSAGE, content.hash, now, connector, platformId);
    }
  }

  /** Keeps files of a delivery. */
  static void ofDelivery(Db db, Kept files, String delivery, long now) throws SQLException {
    for (Content content : files.contents()) {
      db.run(KEEP, content.hash, content.bytes);
      db.run(OF_DELIVERY, content.hash, delivery, now);
    }
  }

  /**
   * Keeps for a message no more what it had before and has not now.
   *
   * @param before as its column had them
   * @param now as its column has them
   */
  static void drop(Db db, String before, String now, long message) throws SQLException {
    List<String> kept = entries(now).stream().map(entry -> entry.getString("hash", "")).toList();
    for (JsonObject entry : entries(before)) {
      String hash = entry.getString("hash", "");
      if (!hash.isEmpty() && !kept.contains(hash)) {
        drop(db, hash, message, "");
      }
    }
  }

  /** Keeps a content for a message, or a delivery, no more; for nobody, if that was the last. */
  static void drop(Db db, String hash, long message, String delivery) throws SQLException {
    db.update(DROP_USE, hash, message, delivery);
    db.update(DROP_UNUSED, hash);
  }

  /** The files that a column names. */
  static Found found(Db db, String column) throws SQLException {
    List<Attachment> files = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (JsonObject entry : entries(column)) {
      file(db, entry).ifPresentOrElse(files::add, () -> gone.add(attached(entry).gone()));
    }
    return new Found(files, gone);
  }

  /** One of them, counted from 0; empty if there is none, or it is not kept any more. */
  static Optional<Attachment> file(Db db, String column, int index) throws SQLException {
    List<JsonObject> entries = entries(column);
    return index < 0 || index >= entries.size() ? Optional.empty() : file(db, entries.get(index));
  }

  /** What they are called, without what they contain. */
  static List<Attached> names(String column) {
    return entries(column).stream().map(Contents::attached).toList();
  }

  private static Attached attached(JsonObject entry) {
    return new Attached(entry.getString("name"), entry.getString("type"), size(entry));
  }

  private static long size(JsonObject entry) {
    String inline = entry.getString("data");
    return inline == null ? entry.getLong("size") : inline.length() / 4L * 3;
  }

  private static Optional<Attachment> file(Db db, JsonObject entry) throws SQLException {
    String inline = entry.getString("data");
    Optional<String> data =
        inline == null
            ? db.first(BYTES, row -> base64(row.getBytes(1)), entry.getString("hash"))
            : Optional.of(inline);
    return data.map(of -> new Attachment(entry.getString("name"), entry.getString("type"), of));
  }

  private static List<JsonObject> entries(String column) {
    return column.isEmpty()
        ? List.of()
        : new JsonArray(column).stream().map(JsonObject.class::cast).toList();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
