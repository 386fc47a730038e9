package io.holdfast.lab.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.Copies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("S16: what is to be seen on a platform")
class VisibleTest {

  private final List<Event> events = new ArrayList<>();

  private VisibleTest written(String id, Copies copies) {
    events.add(new Event.Written("b", id, copies));
    return this;
  }

  private VisibleTest posted(String key, String about, String text) {
    events.add(new Event.Posted("b", key, List.of(about), text));
    return this;
  }

  private List<String> red() {
    return Story.judge(events).stream().map(Violation::what).toList();
  }

  @ParameterizedTest
  @EnumSource(Copies.class)
  @DisplayName("is right where each message is answered once, in order,")
  void once(Copies copies) {
    written("1", copies).written("2", copies).posted("k1", "1", "one").posted("k2", "2", "two");
    assertThat(red()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Copies.class,
      names = {"ONE", "AT_MOST_ONE"})
  @DisplayName("is wrong where a copy is there and none may be,")
  void copied(Copies copies) {
    written("1", copies).posted("k1", "1", "one").posted("k2", "1", "(Sent again)\none");
    assertThat(red()).singleElement().asString().contains("2 times");
  }

  @Test
  @DisplayName("may be a copy where that is promised, which has to say so")
  void marked() {
    written("1", Copies.AT_LEAST_ONE).posted("k1", "1", "one");
    posted("k1", "1", "(Sent again)\none");
    assertThat(red()).isEmpty();
    posted("k1", "1", "one");
    assertThat(red()).singleElement().asString().contains("does not say so");
  }

  @ParameterizedTest
  @EnumSource(Copies.class)
  @DisplayName("is wrong where something is missing and nothing was lost,")
  void missing(Copies copies) {
    written("1", copies).posted("k1", "other", "one");
    assertThat(red()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Copies.class)
  @DisplayName("may lack what was lost, where at most one is promised:")
  void lost(Copies copies) {
    written("1", copies);
    events.add(new Event.Lost("b", "k1", List.of("1")));
    assertThat(red()).hasSize(copies == Copies.AT_MOST_ONE ? 0 : 1);
  }

  @Test
  @DisplayName("is wrong where more is missing than was lost or struck")
  void tooMuch() {
    written("1", Copies.AT_MOST_ONE).written("2", Copies.AT_MOST_ONE);
    events.add(new Event.Lost("b", "k1", List.of("1")));
    assertThat(red()).hasSize(1);
    events.add(new Event.Struck("store.attempting.after", "halt"));
    assertThat(red()).isEmpty();
  }

  @Test
  @DisplayName("is wrong where the second message is answered first")
  void disordered() {
    written("1", Copies.ONE).written("2", Copies.ONE);
    posted("k2", "2", "two").posted("k1", "1", "one");
    assertThat(red()).singleElement().asString().contains("too early");
  }
}
