package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.blocking.Loop;
import io.holdfast.connector.Post;
import io.holdfast.model.Address;
import io.holdfast.stop.SteadyClock;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What was sent to Discord")
class SendsIT {

  private static final int TRIES = 20;

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private FakeDiscord discord;

  @BeforeEach
  void start() throws Exception {
    discord = FakeDiscord.open(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("S16, S50: is found though no try gets further than a page before it has to wait")
  void foundInTheEnd() throws Exception {
    Sends sends = sends();
    Post post = post();
    chatter(250);
    String sent = loop.ask(() -> sends.send(post));
    discord.rest().limitPages(2 * TRIES);
    assertThat(look(sends, post)).contains(sent);
  }

  @Test
  @DisplayName("S16: is found as well where it was not there when it was looked for before")
  void foundLater() throws Exception {
    Sends sends = sends();
    Post post = post();
    chatter(150);
    assertThat(look(sends, post)).isEmpty();
    chatter(150);
    String sent = loop.ask(() -> sends.send(post));
    assertThat(look(sends, post)).contains(sent);
    assertThat(look(sends, post)).contains(sent);
  }

  private Sends sends() {
    InstantSource clock = SteadyClock.from(InstantSource.system());
    Rest rest = new Rest(vertx, "bot", discord.api(), FakeDiscord.TOKEN, clock);
    return new Sends(rest, () -> FakeDiscord.BOT);
  }

  private static Post post() {
    Address lobby = new Address("bot", FakeDiscord.LOBBY, "");
    long now = System.currentTimeMillis();
    return new Post("k1", lobby, "so", List.of(), List.of(), List.of(), now);
  }

  private void chatter(int messages) {
    for (int i = 0; i < messages; i++) {
      discord.say(FakeDiscord.LOBBY, FakeDiscord.BOB, "chatter");
    }
  }

  /** As a chat does that waits for it: until there is an answer. */
  private Optional<String> look(Sends sends, Post post) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      AsyncResult<Optional<String>> found =
          loop.ask(() -> sends.find(post).transform(Future::succeededFuture));
      if (found.succeeded()) {
        return found.result();
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    throw new AssertionError("no answer after " + TRIES + " tries");
  }
}
