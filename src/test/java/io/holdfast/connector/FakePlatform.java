package io.holdfast.connector;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A platform with one chat. It answers as it is told to, and does what it is asked after that. */
final class FakePlatform implements Platform {

  /** What was asked, as {@code send TEXT} or {@code edit TEXT}. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<Long> editedAt = new CopyOnWriteArrayList<>();
  final List<String> visible = new CopyOnWriteArrayList<>();
  private final Map<String, String> keys = new ConcurrentHashMap<>();
  final Queue<Future<String>> sends = new ConcurrentLinkedQueue<>();
  final Queue<Future<Void>> edits = new ConcurrentLinkedQueue<>();

  @Override
  public Future<String> send(Post post) {
    asked.add("send " + post.text());
    Future<String> answer = sends.poll();
    return answer == null ? Future.succeededFuture(show(post)) : answer;
  }

  String show(Post post) {
    visible.add(post.text());
    String id = Integer.toString(visible.size() - 1);
    keys.put(post.key(), id);
    return id;
  }

  @Override
  public Future<Void> edit(String receipt, Post post) {
    editedAt.add(System.nanoTime());
    asked.add("edit " + post.text());
    Future<Void> answer = edits.poll();
    return answer == null ? change(receipt, post.text()) : answer;
  }

  Future<Void> change(String receipt, String text) {
    visible.set(Integer.parseInt(receipt), text);
    return Future.succeededFuture();
  }

  @Override
  public Future<Optional<String>> find(Post post) {
    return Future.succeededFuture(Optional.ofNullable(keys.get(post.key())));
  }
}
