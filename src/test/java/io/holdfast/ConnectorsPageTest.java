package io.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page about the connectors")
class ConnectorsPageTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "connectors.md");
  private static final String BEGIN = "<!-- made from the connectors' facts: begin -->\n";
  private static final String END = "\n<!-- made from the connectors' facts: end -->";

  @Test
  @DisplayName("has the tables that follow from what the connectors declare")
  void followsTheFacts() throws IOException {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    String expected = before + ConnectorTables.markdown(Main.KINDS.connectors()) + after;
    if (Boolean.getBoolean("holdfast.docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "%s differs from the facts: run mvn test -Dtest=%s -Dholdfast.docs.write=true",
            PAGE, getClass().getSimpleName())
        .isEqualTo(expected);
  }
}
