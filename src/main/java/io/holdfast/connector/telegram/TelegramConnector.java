package io.holdfast.connector.telegram;

import io.holdfast.config.Block;
import io.holdfast.connector.Budget;
import io.holdfast.connector.Budget.Rate;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Courtesy;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.Drafts;
import io.holdfast.connector.Facts;
import io.holdfast.connector.Outbox;
import io.holdfast.connector.Typing;
import io.holdfast.connector.Window;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code telegram} connector: one bot. */
public final class TelegramConnector extends VerticleBase {

  /** By the Bot API's documentation and its FAQ; a group's limits are kept in every chat. */
  private static final Facts FACTS =
      new Facts(
          "Telegram (Bot API)",
          Facts.Acknowledgement.PLACE,
          Window.of(Duration.ofHours(24)),
          Optional.of("token"),
          Map.of(
              Facts.Operation.SEND, new Facts.Sending(Window.NONE, false),
              Facts.Operation.EDIT, new Facts.Sending(Window.FOR_EVER, false),
              Facts.Operation.ATTACH, new Facts.Sending(Window.NONE, false)),
          new Facts.Text(4096, Facts.Markup.MARKDOWN),
          new Budget(
              List.of(new Rate(1, Duration.ofSeconds(1)), new Rate(20, Duration.ofMinutes(1))),
              List.of(new Rate(30, Duration.ofSeconds(1)))),
          Set.of(
              Facts.Feature.THREADS,
              Facts.Feature.TYPING,
              Facts.Feature.BUTTONS,
              Facts.Feature.EDITS));

  /** Telegram shows it for five seconds. */
  private static final Duration TYPING = Duration.ofSeconds(4);

  private final String connector;
  private final TelegramSettings settings;
  private final ConnectorServices services;
  private @Nullable Link link;

  /** What is there from start to stop. */
  private record Link(
      BotApi reading, BotApi writing, Downloads downloads, Outbox outbox, Poll poll) {}

  private TelegramConnector(Block block, ConnectorServices services) {
    this.connector = block.id();
    this.settings = TelegramSettings.of(block.settings());
    this.services = services;
  }

  /** The connector that the configuration calls {@code telegram}. */
  public static ConnectorType type() {
    return new ConnectorType("telegram", FACTS, TelegramConnector::new)
        .behind(block -> Allow.of(block).door());
  }

  /** Does not wait for the platform: whatever it does, the rest of the gateway goes on. */
  @Override
  public Future<?> start() {
    BotApi reading = new BotApi(vertx, settings.api(), settings.token());
    BotApi writing = new BotApi(vertx, settings.api(), settings.token());
    Sends sends = new Sends(writing);
    Outbox outbox = new Outbox(vertx, connector, FACTS, sends, settings.onUnknown(), services);
    new Typing(vertx, connector, TYPING, outbox, services, sends::typing);
    if (settings.stream()) {
      new Drafts(vertx, connector, FACTS, outbox, services);
    }
    Downloads downloads = new Downloads(vertx, settings.files());
    Intake intake =
        new Intake(
            connector, settings, services, writing, new Courtesy(sends, services), downloads);
    Poll poll = new Poll(vertx, connector, reading, intake, outbox);
    link = new Link(reading, writing, downloads, outbox, poll);
    poll.begin();
    return Future.succeededFuture();
  }

  /** The question is cut at once, another node may ask then; what is being sent is waited for. */
  @Override
  public Future<?> stop() {
    Link was = link;
    if (was == null) {
      return Future.succeededFuture();
    }
    was.poll().stop();
    return was.reading()
        .close()
        .transform(cut -> was.downloads().close())
        .transform(cut -> was.outbox().close())
        .transform(settled -> was.writing().close())
        .otherwiseEmpty();
  }
}
