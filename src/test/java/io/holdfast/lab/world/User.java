package io.holdfast.lab.world;

import io.holdfast.lab.history.Event;
import java.util.Random;
import java.util.Set;

/** Who sits before the client: answers what is asked, and takes up or drops what is set aside. */
final class User {

  private final Client client;
  private final Random random;
  private final Set<String> poisoned = java.util.concurrent.ConcurrentHashMap.newKeySet();

  User(Client client, Random random) {
    this.client = client;
    this.random = random;
  }

  void saw(Event event) {
    if (event instanceof Event.Said said && said.text().startsWith("task poison")) {
      poisoned.add(said.chat());
    }
    if (event instanceof Event.Shown shown && shown.kind().equals("notice")) {
      noticed(shown);
    }
  }

  private void noticed(Event.Shown notice) {
    switch (notice.notice()) {
      case "question" -> answer(notice, answer(notice.text()));
      case "quarantined" -> answer(notice, poisoned.contains(notice.chat()) ? "/stop" : "/resume");
      case "held" -> answer(notice, "/replies");
      default -> {}
    }
  }

  private String answer(String question) {
    if (question.contains("/resume")) {
      return "/resume";
    }
    return question.contains("\"again\"") && random.nextBoolean() ? "again" : "done";
  }

  private void answer(Event.Shown notice, String text) {
    client.say(notice.chat(), "to-" + notice.delivery(), text);
  }
}
