package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.bus.Bus;
import io.holdfast.model.Address;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Pairing;
import io.holdfast.model.Sender;
import io.holdfast.store.Store;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stranger who writes")
class StrangersTest {

  private static final Address CHAT = new Address("bot", "7", "");
  private static final Sender EVE = new Sender("7", "Eve");

  private final Vertx vertx = Vertx.vertx();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  /** Of a gateway whose store says this of whoever asks. */
  private Strangers strangers(Pairing asked) {
    Store store =
        (Store)
            Proxy.newProxyInstance(
                Store.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, method, arguments) -> Future.succeededFuture(Optional.of(asked)));
    ConnectorServices services = FakeServices.of(vertx, store, new Bus(vertx));
    Platform platform =
        post -> {
          told.add(post.text());
          return Future.succeededFuture("r");
        };
    return new Strangers(true, services, new Courtesy(platform, services));
  }

  @Test
  @DisplayName("is told a code, and not twice in a while")
  void told() {
    Strangers strangers = strangers(new Pairing(CHAT, EVE, "AAAA-2222", Long.MAX_VALUE, 0));
    assertThat(strangers.introduce(CHAT, EVE).succeeded()).isTrue();
    assertThat(strangers.introduce(CHAT, EVE).succeeded()).isTrue();
    assertThat(told).containsExactly(Wording.pairing("AAAA-2222"));
  }

  @Test
  @DisplayName("and is let in at that moment has the message offered again, and hears of no code")
  void letInMeanwhile() {
    Strangers strangers = strangers(new Pairing(CHAT, EVE, "", 0, 1));
    assertThat(strangers.introduce(CHAT, EVE).cause()).isInstanceOf(NotReady.class);
    assertThat(told).isEmpty();
  }
}
