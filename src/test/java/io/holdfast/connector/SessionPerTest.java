package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Sender;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A session is")
class SessionPerTest {

  private static final Address GROUP = new Address("tg", "-100", "");
  private static final Address TOPIC = new Address("tg", "-100", "7");
  private static final Sender ANN = new Sender("1", "Ann");
  private static final Sender BEN = new Sender("2", "Ben");

  @Test
  @DisplayName("a chat's, or a thread's, and everybody's there")
  void shared() {
    SessionPer chat = SessionPer.of("chat");
    assertThat(chat.address(GROUP, ANN, false)).isEqualTo(GROUP);
    assertThat(chat.address(TOPIC, BEN, false)).isEqualTo(TOPIC);
  }

  @Test
  @DisplayName("each person's own where that is asked for, and answered where it was said")
  void personal() {
    SessionPer person = SessionPer.of("person");
    Address ann = person.address(GROUP, ANN, false);
    Address ben = person.address(TOPIC, BEN, false);
    assertThat(ann).isNotEqualTo(person.address(GROUP, BEN, false)).isNotEqualTo(GROUP);
    assertThat(ann.chat()).isEqualTo("-100");
    assertThat(ann.thread()).isEmpty();
    assertThat(ben.thread()).isEqualTo("7");
  }

  @Test
  @DisplayName("the same whatever is asked for where nobody else is")
  void direct() {
    Address here = new Address("tg", "1", "");
    assertThat(SessionPer.PERSON.address(here, ANN, true)).isEqualTo(here);
  }
}
