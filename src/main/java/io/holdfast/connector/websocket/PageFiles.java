package io.holdfast.connector.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the page from the class path. Blocks; call it off the event loop. */
final class PageFiles {

  private static final String ROOT = "io/holdfast/page/";
  private static final String INDEX = "index.html";
  private static final String LIBRARIES = "libraries.properties";

  private PageFiles() {}

  /** Every file of the page by its path below {@code /page/}; empty in a build without a page. */
  static Map<String, byte[]> read() {
    URL index = PageFiles.class.getClassLoader().getResource(ROOT + INDEX);
    if (index == null) {
      return Map.of();
    }
    try {
      Map<String, byte[]> files = new TreeMap<>();
      for (String name : names(index.toURI())) {
        files.put(name, bytes(ROOT + name));
      }
      byte[] libraries = files.remove(LIBRARIES);
      if (libraries != null) {
        addLibraries(new String(libraries, StandardCharsets.UTF_8), files);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> names(URI index) throws IOException {
    if (!index.getScheme().equals("jar")) {
      return names(Path.of(index).getParent());
    }
    try (FileSystem jar = FileSystems.newFileSystem(index, Map.of())) {
      return names(jar.getPath(ROOT));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  private static void addLibraries(String text, Map<String, byte[]> files) throws IOException {
    Properties libraries = new Properties();
    libraries.load(new StringReader(text));
    for (String name : libraries.stringPropertyNames()) {
      files.put("lib/" + name, bytes(libraries.getProperty(name)));
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = PageFiles.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("not on the class path: " + resource);
      }
      return in.readAllBytes();
    }
  }
}
