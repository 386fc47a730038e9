package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

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
  @DisplayName("an ordinary place reads as connector/chat/thread")
  void readable() {
    assertThat(SessionKey.of(new Address("web", "room", "7")).text()).isEqualTo("web/room/7");
    assertThat(SessionKey.of(new Address("web", "room", "")).text()).isEqualTo("web/room");
  }
}
