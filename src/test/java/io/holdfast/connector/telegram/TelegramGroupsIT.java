package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("A bot in groups on Telegram")
class TelegramGroupsIT extends TelegramCase {

  @Test
  @DisplayName("knows topics and its commands, and does not hear bots or what is said to others")
  void groups() {
    rig.deploy("at-most-once", new JsonObject().put("chats", new JsonArray().add("-7")));
    JsonObject topic = FakeTelegram.message(-7, "supergroup", 5, "in a topic");
    telegram.update(topic.put("is_topic_message", true).put("message_thread_id", 99));
    soon().until(() -> rig.answer("to the topic") == 1);
    soon().until(() -> telegram.visible().size() == 1);
    assertThat(telegram.visible().get(0).thread()).isEqualTo(Optional.of(99L));
    assertThat(telegram.visible().get(0).answers()).isEqualTo(Optional.of(1L));

    JsonObject bot = FakeTelegram.message(-7, "supergroup", 8, "I am a bot");
    bot.getJsonObject("from").put("is_bot", true);
    telegram.update(bot);
    telegram.update(FakeTelegram.message(-7, "supergroup", 5, "/stop@otherbot"));
    telegram.update(FakeTelegram.message(-7, "supergroup", 5, "/queue@FakeBot"));
    soon().until(() -> telegram.visible().size() == 2);
    assertThat(rig.query("SELECT group_concat(kind) FROM message")).isEqualTo("TASK,COMMAND");
    assertThat(telegram.visible().get(1).thread()).isEmpty();
  }

  private void group(String text) {
    telegram.update(FakeTelegram.message(-7, "group", 5, text));
    soon().until(() -> telegram.unconfirmed() == 0);
  }

  private List<String> seen() {
    return telegram.visible().stream().map(one -> one.chat() + " " + one.text()).toList();
  }

  @Test
  @DisplayName("sends what is under way to the supergroup that a group has become, once")
  void upgraded() {
    Logger log = (Logger) LoggerFactory.getLogger(Sends.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      rig.deploy("at-most-once");
      group("hello");
      telegram.upgrade(-7, -1007);
      assertThat(rig.answer("hi all", new Attachment("a.txt", "text/plain", "aGk="))).isEqualTo(1);
      awaitStates("SENT");
    } finally {
      log.detachAppender(lines);
    }
    assertThat(seen()).containsExactly("-1007 hi all", "-1007 [a.txt: aGk=]");
    assertThat(telegram.visible().get(0).answers()).isEmpty();
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsOnly("event=migrated connector=tg old=-7 new=-1007");
  }

  @Test
  @DisplayName("shows a reply in one message where a group has become a supergroup")
  void upgradedInMidReply() {
    rig.deploy("at-most-once");
    group("hello");
    AttemptId attempt = rig.begin("Once");
    soon().until(() -> seen().equals(List.of("-7 Once")));
    telegram.upgrade(-7, -1007);
    rig.finish(attempt, "the end");
    awaitStates("SENT");
    assertThat(seen()).containsExactly("-7 Once", "-1007 the end");

    group("and now");
    AttemptId next = rig.begin("Twice");
    soon().until(() -> seen().contains("-1007 Twice"));
    rig.finish(next, "and for all");
    awaitStates("SENT,SENT");
    assertThat(seen()).containsExactly("-7 Once", "-1007 the end", "-1007 and for all");
  }
}
