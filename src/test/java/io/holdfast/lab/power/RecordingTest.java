package io.holdfast.lab.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read out of what strace writes. */
@DisplayName("A recording")
class RecordingTest {

  @TempDir private Path directory;

  private List<Call> read(String... lines) throws Exception {
    return Recording.read(List.of(Files.write(directory.resolve("calls"), List.of(lines))));
  }

  private static String hex(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length == 0
        ? ""
        : text.chars().mapToObj("\\x%02x"::formatted).collect(Collectors.joining());
  }

  @Test
  @DisplayName("knows when a call began and when it ended, though others came between")
  void interrupted() throws Exception {
    List<Call> calls =
        read(
            "7 fsync(5<" + hex("/d/db") + "> <unfinished ...>",
            "8 pwrite64(5<" + hex("/d/db") + ">, \"" + hex("abc") + "\", 3, 40) = 3",
            "7 <... fsync resumed>) = 0");

    assertThat(calls.get(1)).isEqualTo(new Call.Sync(1, 3, "/d/db", false));
    Call.Write write = (Call.Write) calls.get(0);
    assertThat(write.offset()).isEqualTo(40);
    assertThat(write.bytes()).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("knows a sync that failed, and one that never came back")
  void failures() throws Exception {
    List<Call> calls =
        read(
            "7 fsync(5<" + hex("/d/db") + ">) = -1 EIO (Input/output error) (INJECTED)",
            "7 fsync(5<" + hex("/d/db") + "> <unfinished ...>");

    assertThat(calls.get(0)).isEqualTo(new Call.Sync(1, 1, "/d/db", true));
    assertThat(calls.get(1).end()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  @DisplayName("has what clients were told, several in one write too")
  void told() throws Exception {
    String frames =
        "{\"type\":\"accepted\",\"id\":\"m1\",\"chat\":\"c\",\"message\":\"x\"}"
            + "{\"type\":\"reply\",\"delivery\":\"d1\",\"chat\":\"c\"}";
    assertThat(read("7 write(9<" + hex("socket:[1]") + ">, \"" + hex(frames) + "\", 99) = 99"))
        .containsExactly(new Call.Accepted(1, 1, "c", "m1"), new Call.Sent(1, 1, "d1"));
  }

  @Test
  @DisplayName("is refused when it has not all that was written")
  void cutShort() {
    assertThatThrownBy(
            () -> read("7 pwrite64(5<" + hex("/d/db") + ">, \"" + hex("a") + "\"..., 9, 0) = 9"))
        .hasMessageContaining("9 bytes were written and 1 recorded");
  }
}
