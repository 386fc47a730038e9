package io.holdfast.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.store.postgres.Payloads.Ring;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is told to other processes")
class PayloadsTest {

  private static List<Ring> read(List<String> payloads) {
    List<Ring> rings = new ArrayList<>();
    payloads.forEach(payload -> rings.addAll(Payloads.read("reader", payload)));
    return rings;
  }

  @Test
  @DisplayName("is read by others as it was told, and not by whoever told it")
  void read() {
    List<Ring> rings = List.of(new Ring("due", "web", "\"c\"\n\u0001"), new Ring("work", "a", ""));
    List<String> told = Payloads.of("teller", rings);
    assertThat(told).hasSize(1);
    assertThat(read(told)).isEqualTo(rings);
    assertThat(Payloads.read("teller", told.get(0))).isEmpty();
    assertThat(Payloads.of("teller", List.of())).isEmpty();
  }

  @Test
  @DisplayName("fits into what the server carries, in order, whatever is in the names")
  void fits() {
    List<Ring> rings =
        IntStream.range(0, 500)
            .mapToObj(i -> new Ring("due", "web" + i, "\uD83D\uDE00\"\\\u0001".repeat(i)))
            .toList();
    List<String> told = Payloads.of("teller", rings);
    assertThat(told)
        .allMatch(payload -> payload.getBytes(StandardCharsets.UTF_8).length <= Payloads.LONGEST);
    assertThat(read(told)).isEqualTo(rings);
    assertThat(told.size()).isLessThan(rings.size());
  }

  @Test
  @DisplayName("leaves out what is too long for it, and nothing else")
  void tooLong() {
    Ring last = new Ring("work", "a", "");
    int room = Payloads.LONGEST - "[\"teller\",\"show\",\"\",\"\"]".length();
    Ring most = new Ring("show", "x".repeat(room), "");
    assertThat(read(Payloads.of("teller", List.of(most, last)))).containsExactly(most, last);
    Ring more = new Ring("show", "x".repeat(room + 1), "");
    assertThat(read(Payloads.of("teller", List.of(more, last)))).containsExactly(last);
  }
}
