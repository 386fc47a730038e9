package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.connector.discord.FakeRest.Deleted;
import io.holdfast.connector.discord.FakeRest.Lost;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bot on Discord that writes")
class DiscordDraftsIT extends DiscordCase {

  private static final String SIX =
      "step 1 attempt 1\nstep 2 attempt 1\nstep 3 attempt 1\nstep 4 attempt 1\n"
          + "step 5 attempt 1\nstep 6 attempt 1";

  @Test
  @DisplayName("shows an answer while it is written, in one message that answers the question")
  void streams() throws Exception {
    gateway.pace("600ms").start();
    String asked = discord.say(LOBBY, ANN, "work for 6 steps");
    gateway.settled(1);
    awaitSaid(LOBBY, SIX);
    List<String> shown = discord.rest().shown();
    assertThat(shown).hasSizeGreaterThan(2).endsWith(SIX).allMatch(SIX::startsWith);
    assertThat(shown).isSortedAccordingTo(Comparator.comparingInt(String::length));
    discord.within(
        () ->
            assertThat(
                    discord.channel(LOBBY).orElseThrow().messages().stream()
                        .map(said -> said.getJsonObject("message_reference")))
                .contains(
                    new JsonObject().put("message_id", asked).put("fail_if_not_exists", false)));
    assertThat(gateway.query("SELECT count(*) FROM draft")).isEqualTo("0");
  }

  @Test
  @DisplayName("S16: the answer to a change lost, it is made again: the text is there once")
  void changeLost() throws Exception {
    gateway.pace("250ms").start();
    discord.rest().nextChanges(new Lost(), new Lost());
    discord.say(LOBBY, ANN, "work for 6 steps");
    gateway.settled(1);
    awaitSaid(LOBBY, SIX);
    assertThat(discord.rest().seen("POST", LOBBY + "/messages")).hasSize(1);
  }

  @Test
  @DisplayName("S16: its message deleted while it is written, the answer is there all the same")
  void messageGone() throws Exception {
    gateway.pace("400ms").start();
    discord.rest().nextChanges(new Deleted());
    discord.say(LOBBY, ANN, "work for 6 steps");
    gateway.settled(1);
    awaitSaid(LOBBY, SIX);
    assertThat(discord.rest().seen("POST", LOBBY + "/messages")).hasSize(2);
  }

  @Test
  @DisplayName(
      "S16: the first words' answer lost, and the minutes over: found, they become the answer")
  void wordsFound() throws Exception {
    gateway.pace("250ms").start();
    discord.rest().then(this::minutesGoBy);
    discord.rest().next(new Lost());
    discord.say(LOBBY, ANN, "work for 6 steps");
    gateway.settled(1);
    awaitSaid(LOBBY, SIX);
    assertThat(discord.rest().seen("POST", LOBBY + "/messages")).hasSize(1);
    assertThat(discord.rest().seen("GET", LOBBY + "/messages")).isNotEmpty();
  }
}
