package io.holdfast.lab.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is certain to be on the disk while a process works, and what it has asked for besides.
 *
 * <p>It is what POSIX promises and no more: a write is certain once a sync of its file that began
 * after the write's end has ended, and a name once that is true of a sync of its directory. A sync
 * that fails makes nothing certain, and what it was to make certain is never written again by a
 * later one: so do some kernels, which take such pages for clean.
 */
final class Platter {

  /** A file, whatever its names are. */
  private static final class Node {
    private Contents synced = new Contents();
    private final List<Call> asked = new ArrayList<>();
    private int length;
    private final boolean directory;

    Node(boolean directory) {
      this.directory = directory;
    }
  }

  /** A name was given to a file, or taken when there is no node. */
  private record Naming(Call call, String name, @Nullable Node node) {}

  /** A rename is one thing, of two namings. */
  private record Change(List<Naming> namings) {
    Call call() {
      return namings.get(0).call();
    }
  }

  private final Path root;
  private final Luck limbo;
  private final Map<String, Node> names = new HashMap<>();
  private final Map<String, Node> syncedNames = new HashMap<>();
  private final List<Change> asked = new ArrayList<>();

  /**
   * An empty disk.
   *
   * @param root the directory that was there before; nothing outside of it counts
   * @param limbo what reaches it of what a failed sync was to write
   */
  Platter(Path root, Luck limbo) {
    this.root = root;
    this.limbo = limbo;
  }

  /** What a call asks for, as soon as it has begun. */
  void begun(Call call) {
    if (call instanceof Call.Write write && inside(write.file())) {
      Node node = names.get(write.file());
      if (node != null) {
        wrote(node, write);
      }
    } else if (call instanceof Call.Cut cut && inside(cut.file())) {
      Node node = names.get(cut.file());
      if (node != null) {
        node.asked.add(cut);
        node.length = Math.toIntExact(cut.length());
      }
    } else if (call instanceof Call.Opened opened && inside(opened.file())) {
      opened(opened);
    } else if (call instanceof Call.Directory made && inside(made.file())) {
      name(new Naming(made, made.file(), new Node(true)));
    } else if (call instanceof Call.Moved moved && inside(moved.file())) {
      moved(moved);
    } else if (call instanceof Call.Linked linked && inside(linked.file())) {
      Node node = names.get(linked.file());
      if (node != null) {
        name(new Naming(linked, linked.to(), node));
      }
    }
  }

  /** What a call has made certain, when it has returned. */
  void ended(Call call) {
    if (!(call instanceof Call.Sync sync) || !inside(sync.file())) {
      return;
    }
    Node node = names.get(sync.file());
    if (sync.file().equals(root.toString()) || (node != null && node.directory)) {
      syncNames(sync);
    } else if (node != null) {
      syncContents(node, sync);
    }
  }

  /** How many writes are asked for and not certain. */
  int uncertain() {
    return names.values().stream().mapToInt(node -> node.asked.size()).sum();
  }

  /** Writes into {@code to} what is found there when the power is cut now. */
  void image(Path to, Luck luck) throws IOException {
    Map<String, Node> found = new HashMap<>(syncedNames);
    for (Change change : asked) {
      if (luck.has()) {
        change.namings().forEach(naming -> apply(found, naming));
      }
    }
    for (Map.Entry<String, Node> entry : found.entrySet()) {
      Path name = root.relativize(Path.of(entry.getKey()));
      if (!entry.getValue().directory && reachable(found, Path.of(entry.getKey()))) {
        Path file = to.resolve(name.toString());
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(to));
        Files.write(file, contents(entry.getValue(), luck).all());
      }
    }
  }

  private boolean reachable(Map<String, Node> found, Path file) {
    for (Path up = file.getParent(); up != null && !up.equals(root); up = up.getParent()) {
      if (!found.containsKey(up.toString())) {
        return false;
      }
    }
    return true;
  }

  private static Contents contents(Node node, Luck luck) {
    Contents contents = node.synced.copy();
    node.asked.forEach(call -> apply(contents, call, luck));
    return contents;
  }

  private static void apply(Contents contents, Call call, Luck luck) {
    if (call instanceof Call.Write write) {
      luck.write(contents, write);
    } else if (call instanceof Call.Cut cut && luck.has()) {
      contents.cut(cut.length());
    }
  }

  private void wrote(Node node, Call.Write write) {
    long offset = write.offset() < 0 ? node.length : write.offset();
    node.asked.add(new Call.Write(write.begin(), write.end(), write.file(), offset, write.bytes()));
    node.length = Math.max(node.length, Math.toIntExact(offset + write.bytes().length));
  }

  private void opened(Call.Opened opened) {
    Node node = names.get(opened.file());
    if (node == null && opened.makes()) {
      name(new Naming(opened, opened.file(), new Node(false)));
    } else if (node != null && opened.empties()) {
      node.asked.add(new Call.Cut(opened.begin(), opened.end(), opened.file(), 0));
      node.length = 0;
    }
  }

  private void moved(Call.Moved moved) {
    Node node = names.get(moved.file());
    if (node == null) {
      return;
    }
    List<Naming> namings = new ArrayList<>();
    namings.add(new Naming(moved, moved.file(), null));
    if (!moved.to().isEmpty()) {
      namings.add(new Naming(moved, moved.to(), node));
    }
    name(namings.toArray(Naming[]::new));
  }

  private void name(Naming... namings) {
    Change change = new Change(List.of(namings));
    asked.add(change);
    change.namings().forEach(naming -> apply(names, naming));
  }

  private static void apply(Map<String, Node> names, Naming naming) {
    if (naming.node() == null) {
      names.remove(naming.name());
    } else {
      names.put(naming.name(), naming.node());
    }
  }

  /** A name is certain when its own directory was synced; one that moves is by either of both. */
  private void syncNames(Call.Sync sync) {
    for (Iterator<Change> each = asked.iterator(); each.hasNext(); ) {
      Change change = each.next();
      boolean here = change.namings().stream().anyMatch(naming -> in(sync.file(), naming.name()));
      if (here && !sync.failed() && change.call().end() < sync.begin()) {
        change.namings().forEach(naming -> apply(syncedNames, naming));
        each.remove();
      }
    }
  }

  private void syncContents(Node node, Call.Sync sync) {
    for (Iterator<Call> each = node.asked.iterator(); each.hasNext(); ) {
      Call call = each.next();
      if (call.end() < sync.begin()) {
        if (sync.failed()) {
          apply(node.synced, call, limbo);
        } else {
          apply(node.synced, call, new Luck(Luck.Kind.ALL, 0));
        }
        each.remove();
      }
    }
  }

  private static boolean in(String directory, String name) {
    return name.startsWith(directory + "/") && name.lastIndexOf('/') == directory.length();
  }

  private boolean inside(String file) {
    return file.equals(root.toString()) || file.startsWith(root + "/");
  }
}
