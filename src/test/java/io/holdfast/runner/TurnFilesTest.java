package io.holdfast.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Attachment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The files of a turn")
class TurnFilesTest {

  private static Attachment file(String type, byte[] bytes) {
    return new Attachment("a", type, Base64.getEncoder().encodeToString(bytes));
  }

  private static Attachment file(String type, String text) {
    return file(type, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("are texts by their media type, if they are not too long and in UTF-8")
  void texts() {
    assertThat(TurnFiles.text(file("Text/Markdown; charset=utf-8", "so ä"))).contains("so ä");
    assertThat(TurnFiles.text(file("application/json", "{}"))).contains("{}");
    assertThat(TurnFiles.text(file("image/png", "so"))).isEmpty();
    assertThat(TurnFiles.text(file("text/plain", "x".repeat(100_001)))).isEmpty();
    assertThat(TurnFiles.text(file("text/plain", new byte[] {(byte) 0xff}))).isEmpty();
    assertThat(TurnFiles.text(new Attachment("a", "text/plain", "no base64!"))).isEmpty();
  }

  @Test
  @DisplayName("are pictures by their media type, and named where nobody can see them")
  void pictures() {
    assertThat(TurnFiles.isImage(file("IMAGE/png; a=b", "x"))).isTrue();
    assertThat(TurnFiles.isImage(file("image/heic", "x"))).isFalse();
    assertThat(TurnFiles.isImage(file("text/plain", "x"))).isFalse();
    assertThat(TurnFiles.unseen(List.of(file("a/b", "x")))).isEqualTo("\n[attached: a, not shown]");
    assertThat(TurnFiles.unseen(List.of())).isEmpty();
  }
}
