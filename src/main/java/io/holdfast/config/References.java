package io.holdfast.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows {@code ${env:NAME}} and {@code ${file:/path}} inside texts; a second dollar sign makes
 * them literal. Reads files, so it is for worker threads. For one configuration.
 */
final class References {

  private static final String FORMS = "${env:NAME} or ${file:/path}";
  private static final String FILE = "a readable file of at most 64 KiB of UTF-8 text";
  private static final int LARGEST_FILE = 64 * 1024;

  private final Map<String, String> environment;
  private final Map<At, Fault> faults = new LinkedHashMap<>();

  References(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What could not be followed so far, by its place. */
  Map<At, Fault> faults() {
    return faults;
  }

  /** The value with its references followed; unchanged where that fails. */
  Object follow(At at, Object scalar) {
    if (!(scalar instanceof String text) || !text.contains("${")) {
      return scalar;
    }
    try {
      return follow(text);
    } catch (Broken broken) {
      faults.put(at, new Fault(at.toString(), broken.found, broken.expected, broken.suggestion));
      return scalar;
    }
  }

  private String follow(String text) throws Broken {
    StringBuilder result = new StringBuilder();
    int done = 0;
    for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", done)) {
      if (start > done && text.charAt(start - 1) == '$') {
        result.append(text, done, start - 1).append("${");
        done = start + 2;
        continue;
      }
      int end = text.indexOf('}', start);
      if (end < 0) {
        throw new Broken("${ without }", FORMS, "write $${ for a literal ${");
      }
      result.append(text, done, start).append(value(text.substring(start + 2, end)));
      done = end + 1;
    }
    return result.append(text, done, text.length()).toString();
  }

  private String value(String reference) throws Broken {
    int colon = reference.indexOf(':');
    String kind = colon < 0 ? "" : reference.substring(0, colon);
    String argument = reference.substring(colon + 1);
    return switch (kind) {
      case "env" -> variable(argument);
      case "file" -> content(argument);
      default -> throw unknown(kind, argument);
    };
  }

  private static Broken unknown(String kind, String argument) {
    String found = kind.isEmpty() ? "${…}" : "${" + kind + ":…}";
    String meant =
        kind.isEmpty() && argument.matches("[A-Z_][A-Z0-9_]*")
            ? "did you mean `${env:" + argument + "}`?"
            : Spelling.suggestion(kind, List.of("env", "file"));
    return new Broken(found, FORMS, meant.isEmpty() ? "write $${ for a literal ${" : meant);
  }

  private String variable(String name) throws Broken {
    String value = environment.get(name);
    if (value == null) {
      throw new Broken(
          "${env:" + name + "}, which is not set",
          "a variable that is set",
          Spelling.suggestion(name, environment.keySet()));
    }
    return value;
  }

  private static String content(String path) throws Broken {
    String found = "${file:" + path + "}, which ";
    try {
      Path named = Path.of(path);
      Path file = Credentials.OF_UNIT.source(named);
      if (!Files.isRegularFile(file)) {
        throw new Broken(
            found + (Files.exists(file) ? "is no file" : "does not exist"),
            FILE,
            Credentials.OF_UNIT.origin(named).map(References::made).orElse(""));
      }
      return read(file, found).strip();
    } catch (CharacterCodingException e) {
      throw new Broken(found + "is not UTF-8", FILE, "");
    } catch (IOException | InvalidPathException e) {
      throw new Broken(found + "cannot be read", FILE, "");
    }
  }

  private static String made(Path origin) {
    return "systemd makes it from " + origin + " when it starts the service";
  }

  private static String read(Path file, String found) throws IOException, Broken {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new Broken(found + "is too large", FILE, "");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** A reference that leads nowhere. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    final String found;
    final String expected;
    final String suggestion;

    Broken(String found, String expected, String suggestion) {
      super(found, null, false, false);
      this.found = found;
      this.expected = expected;
      this.suggestion = suggestion;
    }
  }
}
