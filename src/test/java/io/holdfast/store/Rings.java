package io.holdfast.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A doorbell that remembers: {@code work agent}, {@code later agent 1500}, {@code control agent},
 * {@code due web/lobby}, {@code missed}.
 */
public final class Rings implements Doorbell {

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile Others others = (about, text) -> {};

  @Override
  public void work(String runner) {
    heard.add("work " + runner);
  }

  @Override
  public void later(String runner, long millis) {
    heard.add("later " + runner + " " + millis);
  }

  @Override
  public void control(String runner) {
    heard.add("control " + runner);
  }

  @Override
  public void due(String connector, String chat) {
    heard.add("due " + connector + "/" + chat);
  }

  @Override
  public void meet(Others neighbours) {
    others = neighbours;
  }

  @Override
  public void shown(String text) {
    heard.add("shown " + text);
  }

  @Override
  public void missed() {
    heard.add("missed");
  }

  /** Shows the others a text. */
  public void show(String about, String text) {
    others.show(about, text);
  }

  public List<String> heard() {
    return List.copyOf(heard);
  }

  public void forget() {
    heard.clear();
  }
}
