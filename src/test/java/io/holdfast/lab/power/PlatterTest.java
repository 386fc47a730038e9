package io.holdfast.lab.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk is sure to hold, by what was asked of it. */
@DisplayName("After a power cut, the disk")
class PlatterTest {

  private static final Path ROOT = Path.of("/root");
  private static final String FILE = "/root/db";

  @TempDir private Path image;
  private Platter platter = new Platter(ROOT, new Luck(Luck.Kind.NONE, 1));
  private int line;

  private void call(Call call) {
    platter.begun(call);
    platter.ended(call);
  }

  private void make(String file) {
    call(new Call.Opened(++line, line, file, true, false));
  }

  private void write(long offset, String text) {
    call(new Call.Write(++line, line, FILE, offset, text.getBytes()));
  }

  private void sync(String file, boolean failed) {
    call(new Call.Sync(++line, line, file, failed));
  }

  private String found(Luck.Kind kind) throws IOException {
    platter.image(image, new Luck(kind, 1));
    Path file = image.resolve("db");
    return Files.exists(file) ? Files.readString(file) : "nothing";
  }

  @Test
  @DisplayName("holds what was synced, and of the rest what luck would have")
  void synced() throws Exception {
    make(FILE);
    write(0, "one");
    sync(FILE, false);
    sync(ROOT.toString(), false);
    write(3, "two");

    assertThat(found(Luck.Kind.NONE)).isEqualTo("one");
    assertThat(found(Luck.Kind.ALL)).isEqualTo("onetwo");
  }

  @Test
  @DisplayName("does not know a file whose name was not synced, however well the file was")
  void names() throws Exception {
    make(FILE);
    write(0, "one");
    sync(FILE, false);

    assertThat(found(Luck.Kind.NONE)).isEqualTo("nothing");
    assertThat(found(Luck.Kind.ALL)).isEqualTo("one");
  }

  @Test
  @DisplayName("does not know a directory whose name was not synced, nor what is in it")
  void directories() throws Exception {
    call(new Call.Directory(++line, line, "/root/data"));
    make("/root/data/db");
    sync("/root/data", false);
    platter.image(image, new Luck(Luck.Kind.NONE, 1));
    assertThat(image).isEmptyDirectory();

    sync(ROOT.toString(), false);
    platter.image(image, new Luck(Luck.Kind.NONE, 1));
    assertThat(image.resolve("data/db")).exists();
  }

  @Test
  @DisplayName("has lost what a failed sync was to write, whatever is synced later")
  void failedSync() throws Exception {
    make(FILE);
    sync(ROOT.toString(), false);
    write(0, "lost");
    sync(FILE, true);
    write(4, "kept");
    sync(FILE, false);
    assertThat(found(Luck.Kind.ALL)).isEqualTo("\0\0\0\0kept");

    write(0, "back");
    sync(FILE, false);
    assertThat(found(Luck.Kind.NONE)).isEqualTo("backkept");
  }

  @Test
  @DisplayName("holds nothing for certain of a write that a sync did not find done")
  void overlappingSync() throws Exception {
    make(FILE);
    sync(ROOT.toString(), false);
    Call.Write late = new Call.Write(10, 12, FILE, 0, "late".getBytes());
    Call.Sync sync = new Call.Sync(11, 13, FILE, false);
    platter.begun(late);
    platter.begun(sync);
    platter.ended(late);
    platter.ended(sync);

    assertThat(found(Luck.Kind.NONE)).isEmpty();
  }

  @Test
  @DisplayName("tears a write at the borders of its sectors only")
  void torn() {
    byte[] ones = new byte[4_096];
    Arrays.fill(ones, (byte) 1);
    Call.Write write = new Call.Write(1, 1, FILE, 100, ones);
    int torn = 0;
    for (int seed = 0; seed < 200; seed++) {
      Luck luck = new Luck(Luck.Kind.SOME, seed);
      Contents file = new Contents();
      luck.write(file, write);
      torn += luck.torn();
      byte[] all = Arrays.copyOf(file.all(), 100 + ones.length);
      for (int i = 101; i < all.length; i++) {
        assertThat(all[i] == all[i - 1] || i % 512 == 0).as("byte %d, seed %d", i, seed).isTrue();
      }
    }
    assertThat(torn).isPositive();
  }
}
