package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionKeyTest {

  @Test
  @DisplayName("S44: a chat whose name holds a slash never shares a session with a thread")
  void slashesDoNotCollide() {
    assertThat(SessionKey.of(new Address("web", "a/b", "")))
        .isNotEqualTo(SessionKey.of(new Address("web", "a", "b")));
    assertThat(SessionKey.of(new Address("web", "a%2Fb", "")))
        .isNotEqualTo(SessionKey.of(new Address("web", "a/b", "")));
  }

  @Test
  @DisplayName("S44: what is one person's alone shares a session with no thread, whatever its name")
  void personsDoNotCollide() {
    Address chat = new Address("web", "room", "");
    Address thread = new Address("web", "room", "7");
    assertThat(
            Stream.of(
                    chat,
                    thread,
                    chat.of("7"),
                    chat.of("8"),
                    thread.of("8"),
                    new Address("web", "room", "7/8"),
                    new Address("web", "room", "/8"),
                    new Address("web", "room", "7@8"),
                    new Address("web", "room", "@8"))
                .map(SessionKey::of))
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("an ordinary place reads as connector/chat/thread")
  void readable() {
    assertThat(SessionKey.of(new Address("web", "room", "7")).text()).isEqualTo("web/room/7");
    assertThat(SessionKey.of(new Address("web", "room", "")).text()).isEqualTo("web/room");
    assertThat(SessionKey.of(new Address("web", "room", "7").of("8")).text())
        .isEqualTo("web/room/7/8");
    assertThat(SessionKey.of(new Address("web", "room", "").of("8")).text())
        .isEqualTo("web/room//8");
  }
}
