package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Loaded;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.discord.DiscordConnector;
import io.holdfast.connector.telegram.TelegramConnector;
import io.holdfast.model.Address;
import io.holdfast.model.Door;
import io.holdfast.model.Speaker;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The doors of connectors")
class DoorsTest {

  private final Vertx vertx = Vertx.vertx();
  private Loaded loaded;

  @BeforeEach
  void prepare() throws Exception {
    configure("users: [5]");
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private void configure(String allow) throws Exception {
    String yaml = "connectors: {tg: {type: telegram, token: '1:t', allow: {%s}}}".formatted(allow);
    loaded = ConfigLoader.parse(vertx, Buffer.buffer(yaml)).await(20, TimeUnit.SECONDS);
  }

  private Doors doors(ConnectorType type) {
    return new Doors(new Kinds(List.of(DiscordConnector.type(), type), List.of()), () -> loaded);
  }

  private static boolean admits(Doors doors, String connector, String user) {
    Speaker speaker = new Speaker(new Address(connector, user, ""), user, false, false);
    return doors.apply(connector).admits().test(speaker);
  }

  @Test
  @DisplayName("are those of the blocks in force, and what is gone has none")
  void inForce() throws Exception {
    Doors doors = doors(TelegramConnector.type());
    assertThat(admits(doors, "tg", "5")).isTrue();
    assertThat(admits(doors, "tg", "6")).isFalse();
    assertThat(admits(doors, "gone", "6")).isTrue();
    configure("users: [6], pairing: true");
    assertThat(admits(doors, "tg", "5")).isFalse();
    assertThat(admits(doors, "tg", "6")).isTrue();
    assertThat(doors.apply("tg").pairs()).isTrue();
  }

  @Test
  @DisplayName("are made once for a configuration")
  void once() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Doors doors =
        doors(
            TelegramConnector.type()
                .behind(
                    block -> {
                      made.incrementAndGet();
                      return Door.OPEN;
                    }));
    for (int i = 0; i < 3; i++) {
      assertThat(admits(doors, "tg", "6")).isTrue();
    }
    assertThat(made).hasValue(1);
    configure("users: [7]");
    admits(doors, "tg", "6");
    assertThat(made).hasValue(2);
  }

  @Test
  @DisplayName("let whoever was let in stay where they cannot be asked")
  void broken() {
    assertThat(
            admits(
                doors(
                    TelegramConnector.type()
                        .behind(
                            block -> {
                              throw new IllegalStateException("deliberately");
                            })),
                "tg",
                "6"))
        .isTrue();
    Door broken =
        new Door(
            false,
            speaker -> {
              throw new IllegalStateException("deliberately");
            });
    assertThat(admits(doors(TelegramConnector.type().behind(block -> broken)), "tg", "6")).isTrue();
  }
}
