package io.holdfast.connector.discord;

import io.holdfast.config.Block;
import io.holdfast.connector.Budget;
import io.holdfast.connector.Budget.Rate;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Facts;
import io.holdfast.connector.Window;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code discord} connector: one bot. */
public final class DiscordConnector extends VerticleBase {

  /**
   * By Discord's documentation, which says "a few minutes" of both windows, and nothing fixed of
   * the budget of a channel: it is told with each answer.
   */
  private static final Facts FACTS =
      new Facts(
          "Discord",
          Facts.Acknowledgement.PLACE,
          Window.of(Duration.ofMinutes(2)),
          Optional.of("token"),
          Map.of(
              Facts.Operation.SEND, new Facts.Sending(Window.of(Duration.ofMinutes(2)), true),
              Facts.Operation.EDIT, new Facts.Sending(Window.FOR_EVER, false),
              Facts.Operation.ATTACH, new Facts.Sending(Window.of(Duration.ofMinutes(2)), true)),
          new Facts.Text(2000, Facts.Markup.MARKDOWN),
          new Budget(
              List.of(new Rate(5, Duration.ofSeconds(5))),
              List.of(new Rate(50, Duration.ofSeconds(1)))),
          Set.of(
              Facts.Feature.THREADS,
              Facts.Feature.TYPING,
              Facts.Feature.BUTTONS,
              Facts.Feature.EDITS,
              Facts.Feature.DELETIONS));

  private final String connector;
  private final DiscordSettings settings;
  private final ConnectorServices services;
  private @Nullable Bot bot;

  private DiscordConnector(Block block, ConnectorServices services) {
    this.connector = block.id();
    this.settings = DiscordSettings.of(block.settings());
    this.services = services;
  }

  /** The connector that the configuration calls {@code discord}. */
  public static ConnectorType type() {
    return new ConnectorType("discord", FACTS, DiscordConnector::new)
        .behind(block -> Allow.of(block).door());
  }

  /** Does not wait for the platform: whatever it does, the rest of the gateway goes on. */
  @Override
  public Future<?> start() {
    return services
        .store()
        .cursor(connector)
        .map(left -> bot = new Bot(vertx, connector, settings, services, FACTS, Cursor.of(left)));
  }

  @Override
  public Future<?> stop() {
    return bot == null ? Future.succeededFuture() : bot.close();
  }
}
