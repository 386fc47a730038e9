package io.holdfast.lab.disk;

import io.holdfast.lab.power.Crowd;
import io.holdfast.lab.power.Patient;
import io.holdfast.lab.power.Strace;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One ailment of one gateway, from the first message to the last answer. */
final class Case implements AutoCloseable {

  private static final int UNAVAILABLE = 503;
  private static final int OK = 200;
  private static final int DISK_MEGABYTES = 24;
  private static final int TIMES = 25;
  private static final int MESSAGES = 40;

  private final Ailment ailment;
  private final boolean passes;
  private final long seed;
  private final Path directory;
  private final Patient patient;
  private final Crowd crowd;
  private final List<String> red = new ArrayList<>();
  private List<String> home = List.of();
  private OwnDisk disk;

  /**
   * A case in an empty directory.
   *
   * @param before what comes before the jar on the class path
   * @param passes whether the disk gets well by itself; else the gateway is killed while it is sick
   */
  Case(Vertx vertx, Path directory, String before, Ailment ailment, boolean passes, long seed)
      throws IOException {
    this.ailment = ailment;
    this.passes = passes;
    this.seed = seed;
    this.directory = directory;
    this.patient = new Patient(directory, before, "{type: demo, pace: 5ms}");
    this.crowd = new Crowd(vertx, patient.port(), seed);
  }

  /** Each promise that was broken, in a line. */
  List<String> run() throws Exception {
    try {
      begin();
      fallIll();
      if (passes) {
        getWell();
        awaitAnswers("well again, without a restart");
      }
      patient.end(true);
      heal();
      patient.start(home);
      awaitAnswers("started on a healthy disk");
      patient.end(false);
      judge();
    } catch (IllegalStateException late) {
      red.add(String.valueOf(late.getMessage()).lines().findFirst().orElse(""));
    }
    return red.stream()
        .map(line -> "%s %s seed=%d: %s".formatted(ailment.word(), way(), seed, line))
        .toList();
  }

  private String way() {
    return passes ? "passing" : "until killed";
  }

  /** How many messages were accepted. */
  int accepted() {
    return crowd.accepted().size();
  }

  /** How often it said that it is not ready. */
  int refused() {
    return crowd.refused();
  }

  private void begin() throws Exception {
    if (ailment == Ailment.FULL) {
      disk = OwnDisk.at(directory.resolve("data"), DISK_MEGABYTES);
      home = disk.prefix();
    }
    List<String> first = home;
    if (ailment.injected()) {
      String fault = ailment.fault(new Random(seed).nextInt(40), passes ? TIMES : 0);
      first = Strace.failing(directory.resolve("calls"), List.of(fault), List.of());
    }
    patient.start(first);
    crowd.connect();
    crowd.say(MESSAGES / 4);
    if (!ailment.injected()) {
      patient.await("accepted", () -> crowd.accepted().size() == crowd.said());
    }
  }

  private void fallIll() throws IOException {
    Path database = patient.database();
    switch (ailment) {
      case FULL -> disk.fill();
      case MOVED -> Files.move(database, directory.resolve("kept"));
      case REPLACED -> {
        Files.move(database, directory.resolve("kept"));
        Files.createFile(database);
      }
      case DIRECTORY_MOVED -> Files.move(database.getParent(), directory.resolve("kept"));
      default -> {}
    }
    while (crowd.refused() == 0) {
      crowd.say(2);
      int said = crowd.said();
      patient.await(
          "accepted or refused", () -> crowd.refused() > 0 || crowd.accepted().size() >= said);
    }
    if (!passes || ailment == Ailment.FULL) {
      patient.await("said to be sick", () -> patient.health() == UNAVAILABLE);
      nothingIsAccepted();
    }
  }

  /** Two heartbeats long, all that is written is refused. */
  private void nothingIsAccepted() {
    Set<String> before = crowd.accepted();
    int refused = crowd.refused();
    crowd.say(MESSAGES / 4);
    int asked = crowd.said();
    patient.await("refused", () -> crowd.refused() >= refused + MESSAGES / 4);
    Set<String> falsely = new HashSet<>(crowd.accepted());
    falsely.removeAll(before);
    if (!falsely.isEmpty()) {
      red.add("accepted on a sick disk, of %d: %s".formatted(asked, falsely));
    }
  }

  private void getWell() throws IOException {
    if (ailment == Ailment.FULL) {
      disk.makeRoom();
    }
    patient.await("ready again", () -> patient.health() == OK);
  }

  private void heal() throws IOException {
    Path database = patient.database();
    switch (ailment) {
      case FULL -> Files.deleteIfExists(disk.outside("filler"));
      case MOVED -> Files.move(directory.resolve("kept"), database);
      case REPLACED -> {
        Files.delete(database);
        Files.move(directory.resolve("kept"), database);
      }
      case DIRECTORY_MOVED -> Files.move(directory.resolve("kept"), database.getParent());
      default -> {}
    }
  }

  private void awaitAnswers(String when) {
    patient.await(
        "answered, " + when + ": " + crowd.answered().size() + " of " + crowd.said(),
        () -> crowd.answered().size() >= crowd.said());
  }

  /** Each is in the database, and answered once, in the order in which they were accepted. */
  private void judge() throws IOException, SQLException {
    Map<String, List<String>> stored = stored();
    Set<String> all = new HashSet<>();
    stored.values().forEach(all::addAll);
    Set<String> lost = new HashSet<>(crowd.accepted());
    lost.removeAll(all);
    if (!lost.isEmpty()) {
      red.add("accepted and lost: " + lost);
    }
    crowd
        .answers()
        .forEach(
            (chat, ids) -> {
              if (!ids.equals(stored.get(chat))) {
                red.add(
                    "%s was answered %s and accepted %s".formatted(chat, ids, stored.get(chat)));
              }
            });
  }

  private Map<String, List<String>> stored() throws IOException, SQLException {
    Path database = directory.resolve("judged.db");
    // The engine would follow the link to a disk of its own, and find ours at its end.
    Files.copy(disk == null ? patient.database() : disk.outside("holdfast.db"), database);
    Map<String, List<String>> stored = new HashMap<>();
    String sql =
        "SELECT s.chat, m.platform_id FROM message m JOIN session s ON s.id = m.session"
            + " ORDER BY m.seq";
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        stored.computeIfAbsent(rows.getString(1), chat -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    return stored;
  }

  @Override
  public void close() {
    crowd.leave();
    patient.close();
    if (disk != null) {
      disk.close();
    }
  }
}
