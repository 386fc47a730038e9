package io.holdfast.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.HistoryItem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What of the past fits in one frame. */
class HistoryPageTest {

  private static List<HistoryItem> items(int count, int length) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> new HistoryItem(i, HistoryItem.From.USER, "" + i, "x".repeat(length), "", ""))
        .toList();
  }

  private static List<String> ids(HistoryPage page) {
    return page.items().stream().map(HistoryItem::id).toList();
  }

  @Test
  @DisplayName("All of it, when that is little")
  void all() {
    HistoryPage page = HistoryPage.newest(items(3, 10), 3);
    assertThat(ids(page)).containsExactly("0", "1", "2");
    assertThat(page.more()).isFalse();
  }

  @Test
  @DisplayName("The newest, when there is one more than was asked for")
  void limited() {
    HistoryPage page = HistoryPage.newest(items(4, 10), 3);
    assertThat(ids(page)).containsExactly("1", "2", "3");
    assertThat(page.more()).isTrue();
  }

  @Test
  @DisplayName("As many of the newest as fit, and at least one")
  void large() {
    HistoryPage page = HistoryPage.newest(items(10, 50_000), 9);
    assertThat(ids(page)).containsExactly("8", "9");
    assertThat(page.more()).isTrue();
    assertThat(ids(HistoryPage.newest(items(2, 500_000), 2))).containsExactly("1");
  }

  @Test
  @DisplayName("Nothing of nothing")
  void none() {
    assertThat(HistoryPage.newest(List.of(), 50)).isEqualTo(new HistoryPage(List.of(), false));
  }
}
