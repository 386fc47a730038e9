package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Speaker;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("On Telegram")
class AllowTest {

  @ParameterizedTest(name = "users [{0}] chats [{1}] pairing {2}, user 5 in {3}, let in {4}: {5}")
  @CsvSource({
    "5, '', false,  5, false, true",
    "5, '', false, -7, false, true",
    "6, '', false,  5, false, false",
    "*, '', false, -7, false, true",
    "'', -7, false, -7, false, true",
    "'', -7, false,  5, false, false",
    "'', *, false,  5, false, true",
    "'', '', false, 5, false, false",
    "'', '', true,  5, false, false",
    "'', '', true,  5, true,  true",
    "'', '', true, -7, true,  false",
    "'', -7, true, -7, false, true",
    "'', '', false, 5, true,  false"
  })
  @DisplayName("what was said goes on if who said it may speak there now:")
  void door(
      String users, String chats, boolean pairing, String chat, boolean letIn, boolean stays) {
    Allow allow = new Allow(set(users), set(chats), pairing);
    Speaker speaker = new Speaker(new Address("tg", chat, ""), "5", letIn, false);
    assertThat(allow.door().admits().test(speaker)).isEqualTo(stays);
    assertThat(allow.door().pairs()).isEqualTo(pairing);
  }

  private static Set<String> set(String id) {
    return id.isEmpty() ? Set.of() : Set.of(id);
  }
}
