package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdfast.connector.SendFailure;
import io.holdfast.connector.telegram.FakeTelegram.Fate;
import io.holdfast.connector.telegram.FakeTelegram.Visible;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@DisplayName("A bot on Telegram")
class TelegramConnectorIT extends TelegramCase {

  private static final String AGAIN = "(Sent again, as it may not have arrived.)\n";

  @Test
  @DisplayName("takes a message, answers it, and confirms it only once it is stored")
  void answers() {
    rig.deploy("at-most-once");
    ask(5, "hello", "hi Ann");
    soon().until(() -> telegram.texts().equals(List.of("hi Ann")));
    assertThat(telegram.visible().get(0).chat()).isEqualTo("5");
    awaitStates("SENT");
    assertThat(rig.query("SELECT receipts FROM sending")).isEqualTo("[\"2\"]");
    assertThat(rig.query("SELECT platform_id || ' ' || sender_name FROM message"))
        .isEqualTo("1/5/1 Ann");
    soon().until(() -> telegram.unconfirmed() == 0);
  }

  @Test
  @DisplayName("S18: makes one message of one that comes again, after a restart too")
  void again() {
    rig.deploy("at-most-once");
    telegram.says(5, "one");
    soon().until(() -> rig.query("SELECT count(*) FROM message").equals("1"));
    rig.undeploy();
    telegram.says(5, "two");
    rig.deploy("at-most-once");
    soon().until(() -> rig.query("SELECT count(*) FROM message").equals("2"));
    assertThat(rig.query("SELECT count(*) FROM turn")).isEqualTo("2");
  }

  @Test
  @DisplayName("counts what it was told, once taken, and what Telegram has taken")
  void counts() {
    rig.deploy("at-most-once");
    telegram.says(6, "let me in");
    List.of("one", "two", "three").forEach(text -> telegram.says(5, text));
    soon().until(() -> telegram.unconfirmed() == 0);
    assertThat(accepts("accepted")).isEqualTo(2);
    assertThat(accepts("queue-full")).isEqualTo(1);
    assertThat(rig.meters.find("holdfast.accepts").counters()).hasSize(2);

    Counter sent = rig.meters.get("holdfast.deliveries.sent").tag("connector", "tg").counter();
    assertThat(sent.count()).isZero();
    rig.answer("hi");
    rig.answer("hi again");
    soon().until(() -> sent.count() == 2);
  }

  private double accepts(String result) {
    return rig.meters
        .get("holdfast.accepts")
        .tags("connector", "tg", "result", result)
        .counter()
        .count();
  }

  @Test
  @DisplayName("S18: takes what is said to another bot in its place, which counts from one again")
  void anotherBot() {
    rig.deploy("at-most-once");
    telegram.says(5, "hello");
    soon().until(() -> telegram.unconfirmed() == 0);
    rig.undeploy();
    rig.token = "2:t";
    telegram.numberAnew();
    telegram.says(5, "hello");
    rig.deploy("at-most-once");
    soon().until(() -> telegram.unconfirmed() == 0);
    assertThat(
            rig.query("SELECT group_concat(platform_id) FROM (SELECT * FROM message ORDER BY seq)"))
        .isEqualTo("1/5/1,2/5/1");
  }

  @Test
  @DisplayName("S18: logs that it passes over another message with a number that it knows")
  void numberKnown() {
    Logger log = (Logger) LoggerFactory.getLogger(Intake.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      rig.deploy("at-most-once");
      telegram.says(5, "hello");
      telegram.numberAnew();
      telegram.says(5, "secret");
      soon().until(() -> telegram.unconfirmed() == 0);
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("event=id-reused connector=tg message=5/1");
  }

  @Test
  @DisplayName("fails at an address that is none without a word of its token")
  void noAddress() {
    BotApi api = new BotApi(rig.vertx, "https://host:80a", "1:hunter2");
    Future<JsonObject> called = api.call("getMe", new JsonObject(), Duration.ofSeconds(1));
    assertThat(called.cause())
        .isInstanceOf(SendFailure.NotSent.class)
        .hasMessage("not reached: VertxException");
  }

  @Test
  @DisplayName("S07: confirms nothing that it could not store, and passes it over for nothing else")
  void notStored() {
    rig.refusals.set(1_000);
    rig.deploy("at-most-once");
    telegram.says(5, "one");
    telegram.says(5, "two");
    soon().until(() -> rig.refusals.get() <= 998);
    assertThat(telegram.unconfirmed()).isEqualTo(2);
    rig.refusals.set(0);
    soon().until(() -> telegram.unconfirmed() == 0);
    assertThat(rig.query("SELECT group_concat(text) FROM (SELECT text FROM message ORDER BY seq)"))
        .isEqualTo("one,two");
  }

  @Test
  @DisplayName("passes over what it cannot read, and hears what comes after it")
  void notUnderstood() {
    rig.deploy("at-most-once");
    JsonObject odd = FakeTelegram.message(5, "private", 5, "odd");
    odd.getJsonObject("from").put("is_bot", "no");
    telegram.update(odd);
    ask(5, "hello", "hi Ann");
    awaitStates("SENT");
    soon().until(() -> telegram.unconfirmed() == 0);
    assertThat(rig.query("SELECT group_concat(text) FROM message")).isEqualTo("hello");
  }

  @Test
  @DisplayName("S17: cuts a long reply into messages, each with its receipt, each sent once")
  void pieces() {
    rig.deploy("at-most-once");
    String line = "a line of some words\n";
    telegram.next(Fate.SHOWN, Fate.REFUSED);
    ask(5, "much", line.repeat(300));
    awaitStates("DEAD");
    assertThat(rig.query("SELECT because FROM sending")).contains("400", "chat not found");
    assertThat(telegram.visible()).hasSize(1);

    String id = rig.query("SELECT id FROM delivery");
    assertThat(TelegramRig.await(rig.store.retry(id, TelegramRig.now()))).isTrue();
    awaitStates("SENT");
    assertThat(String.join("\n", telegram.texts()) + "\n").isEqualTo(line.repeat(300));
    assertThat(telegram.visible()).hasSize(2);
    assertThat(new JsonArray(rig.query("SELECT receipts FROM sending"))).hasSize(2);
  }

  @Test
  @DisplayName("S14: charges nothing while the platform is away, and delivers when it is back")
  void waitsForTheLink() {
    telegram.down(true);
    rig.deploy("at-most-once");
    telegram.down(false);
    ask(5, "hello", "one");
    soon().until(() -> telegram.texts().equals(List.of("one")));
    rig.undeploy();

    telegram.down(true);
    telegram.says(5, "more");
    rig.deploy("at-most-once");
    TelegramRig.await(rig.store.steer("tg/5", facts -> List.of(new Change.Answer("two")), 1));
    awaitStates("SENT,PENDING");
    int polls = telegram.polls();
    telegram.down(false);
    soon().until(() -> telegram.polls() > polls);
    awaitStates("SENT,SENT");
    assertThat(telegram.texts()).containsExactly("one", "two");
    assertThat(telegram.sends()).isEqualTo(2);
  }

  @Test
  @DisplayName("S50: comes again when it is told to and not before; another chat does not wait")
  void retryAfter() {
    rig.deploy("at-most-once", new JsonObject().put("users", new JsonArray().add("*")));
    telegram.says(5, "hello");
    telegram.says(6, "hello");
    soon().until(() -> telegram.unconfirmed() == 0);
    List<Claimed> turns = rig.claim();
    telegram.flood("4.0305");
    rig.answer(turns.get(0), "late");
    soon().until(() -> telegram.sends() >= 1);
    rig.answer(turns.get(1), "at once");
    soon().until(() -> telegram.visible().size() == 2);
    assertThat(telegram.texts()).containsExactly("at once", "late");
    assertThat(telegram.visible().get(1).at() - telegram.flooded()).isGreaterThanOrEqualTo(4_030);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"SHOWN_AND_CUT", "SHOWN_AND_500", "ERROR_500", "CUT"})
  @DisplayName("S16: gives up what may be there, under at-most-once: no second copy,")
  void atMostOnce(Fate fate) {
    rig.deploy("at-most-once");
    telegram.next(fate);
    ask(5, "hello", "one");
    awaitStates("DEAD");
    ask(5, "and", "two");
    awaitStates("DEAD,SENT");
    assertThat(telegram.sends()).isEqualTo(2);
    assertThat(telegram.texts())
        .isEqualTo(fate.name().startsWith("SHOWN") ? List.of("one", "two") : List.of("two"));
    assertThat(rig.query("SELECT because FROM sending WHERE because <> ''"))
        .contains("at-most-once");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"SHOWN_AND_CUT", "CUT"})
  @DisplayName("S16: sends what may be there again, and says so, under at-least-once,")
  void atLeastOnce(Fate fate) {
    rig.deploy("at-least-once");
    telegram.next(fate);
    ask(5, "hello", "one");
    awaitStates("SENT");
    assertThat(telegram.texts())
        .isEqualTo(fate == Fate.CUT ? List.of(AGAIN + "one") : List.of("one", AGAIN + "one"));
  }

  @Test
  @DisplayName("keeps what it has to say while its token is refused")
  void unauthorized() {
    rig.deploy("at-most-once");
    telegram.next(Fate.UNAUTHORIZED);
    ask(5, "hello", "one");
    awaitStates("SENT");
    assertThat(telegram.sends()).isEqualTo(2);
  }

  @Test
  @DisplayName("S52: backs off while another program asks with its token, and goes on after it")
  void conflict() {
    telegram.conflict(2);
    rig.deploy("at-most-once");
    ask(5, "hello", "one");
    awaitStates("SENT");
    assertThat(telegram.polls()).isGreaterThanOrEqualTo(3);
  }

  @Test
  @DisplayName("answers those who are listed only, and tells others so once an hour")
  void denies() {
    rig.deploy("at-most-once", new JsonObject().put("chats", new JsonArray().add("-7")));
    telegram.says(66, "let me in");
    telegram.says(66, "let me in!");
    telegram.update(FakeTelegram.message(-8, "group", 66, "what a nice group"));
    ask(5, "nobody", "never said", 0);
    telegram.update(FakeTelegram.message(-7, "group", 66, "hello"));
    soon().until(() -> rig.answer("hi all") == 1);
    awaitStates("SENT");
    assertThat(telegram.visible())
        .extracting(Visible::chat)
        .containsExactlyInAnyOrder("66", "5", "-7");
    assertThat(telegram.texts()).contains("I may not answer here. Whoever runs me can allow it.");
    assertThat(rig.query("SELECT count(*) FROM message")).isEqualTo("1");
  }

  private void ask(long user, String text, String reply, int turns) {
    telegram.says(user, text);
    soon().until(() -> telegram.unconfirmed() == 0);
    assertThat(rig.answer(reply)).isEqualTo(turns);
  }
}
