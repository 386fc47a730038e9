package io.holdfast.lab.mutation;

import io.holdfast.lab.mutation.Mutation.Edit;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A mutation as classes and resources in a directory, which stands first on a class path. */
final class Mutant {

  private static final Path SOURCES = Path.of("src/main");

  private Mutant() {}

  /**
   * Makes it; fails with {@link IllegalStateException} when a source no longer has what is to be
   * changed, or when what comes of it is no Java.
   *
   * @param directory does not exist, or is empty
   */
  static Path of(Mutation mutation, Path directory) throws IOException {
    Path sources = directory.resolve("sources");
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<Path> java = new ArrayList<>();
    for (Map.Entry<String, String> file : edited(mutation).entrySet()) {
      boolean resource = file.getKey().startsWith("resources/");
      Path target = (resource ? classes : sources).resolve(inside(file.getKey()));
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.getValue());
      if (!resource) {
        java.add(target);
      }
    }
    if (!java.isEmpty()) {
      compile(mutation, java, classes);
    }
    return classes;
  }

  private static String inside(String file) {
    return file.substring(file.indexOf('/') + 1);
  }

  private static Map<String, String> edited(Mutation mutation) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Edit edit : mutation.edits()) {
      String text = texts.get(edit.file());
      if (text == null) {
        text = Files.readString(SOURCES.resolve(edit.file()));
      }
      texts.put(edit.file(), edited(mutation, edit, text));
    }
    return texts;
  }

  private static String edited(Mutation mutation, Edit edit, String text) {
    int at = text.indexOf(edit.original());
    if (at < 0 || text.indexOf(edit.original(), at + 1) >= 0) {
      throw new IllegalStateException(
          "mutation %s: src/main/%s has %s: %s"
              .formatted(
                  mutation.name(), edit.file(), at < 0 ? "no" : "more than one", edit.original()));
    }
    return text.substring(0, at)
        + edit.replacement()
        + text.substring(at + edit.original().length());
  }

  private static void compile(Mutation mutation, List<Path> sources, Path classes)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-nowarn",
              "-parameters",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new IllegalStateException("mutation " + mutation.name() + ": " + said);
      }
    }
  }
}
