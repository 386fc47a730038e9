package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.ops.api.ServedTest.Described;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page about the administration interface")
class ApiPageTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "api.md");

  @Test
  @DisplayName("has the tables that openapi.json and the code give")
  void followsTheCode() throws IOException {
    String expected = replace(Files.readString(PAGE), "openapi.json", operations());
    expected = replace(expected, "the kinds of problems", problems());
    if (Boolean.getBoolean("holdfast.docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "%s differs from the code: run mvn test -Dtest=%s -Dholdfast.docs.write=true",
            PAGE, getClass().getSimpleName())
        .isEqualTo(expected);
  }

  private static String replace(String page, String source, String table) {
    String begin = "<!-- made from " + source + ": begin -->\n";
    String end = "\n<!-- made from " + source + ": end -->";
    return page.substring(0, page.indexOf(begin) + begin.length())
        + table
        + page.substring(page.indexOf(end));
  }

  private static String operations() throws IOException {
    JsonObject document = new JsonObject(Contract.text());
    return "\n| operation | what | parameters, body |\n| --- | --- | --- |\n"
        + Described.all(document).map(ApiPageTest::row).collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String row(Described operation) {
    String parameters =
        operation.parameters("query").stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(" "));
    String body = operation.body().isEmpty() ? "" : operation.body();
    return "| `%s %s` | %s | %s |"
        .formatted(
            operation.method(),
            operation.path(),
            operation.json().getString("summary"),
            (parameters + body).strip())
        .replace("|  |", "| |");
  }

  private static String problems() {
    StringBuilder table = new StringBuilder("\n| code | status | |\n| --- | --- | --- |\n");
    for (Kind kind : Kind.values()) {
      table.append("| `%s` | %d | %s |\n".formatted(kind.code(), kind.status(), kind.title()));
    }
    return table.toString();
  }
}
