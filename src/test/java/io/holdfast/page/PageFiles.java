package io.holdfast.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The page's files by the path that a gateway serves them at, read from the class path once. */
final class PageFiles {

  private static final String ROOM = "io/holdfast/page/";
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "webmanifest", "application/manifest+json");

  private final Map<String, byte[]> files = new TreeMap<>();
  private final String index = bytesOf("index.html");

  /** Reads what index.html and the modules name; a name that leads nowhere fails here. */
  PageFiles() {
    libraries().forEach((name, path) -> files.put("/page/lib/" + name, bytes(path)));
    for (String name : index.split("\"")) {
      if (name.startsWith("/page/") && !name.startsWith("/page/lib/")) {
        add(name.substring("/page/".length()));
      }
    }
  }

  private void add(String name) {
    if (files.putIfAbsent("/page/" + name, bytes(ROOM + name)) != null || !name.endsWith(".js")) {
      return;
    }
    for (String part : bytesOf(name).split("\"")) {
      if (part.startsWith("./") && part.endsWith(".js") && !part.startsWith("./lib/")) {
        add(part.substring(2));
      }
    }
  }

  /** The map of libraries: file name to class path. */
  static Map<String, String> libraries() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(bytesOf("libraries.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }

  /** The page itself, for one connector. */
  String index(String connector) {
    return index.replace("{{connector}}", connector);
  }

  Optional<byte[]> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  static String type(String path) {
    return TYPES.getOrDefault(
        path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
  }

  private static String bytesOf(String name) {
    return new String(bytes(ROOM + name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String path) {
    try (InputStream in = PageFiles.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
