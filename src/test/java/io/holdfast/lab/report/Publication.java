package io.holdfast.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Puts what the lab has found where its readers look: between two marks of a page. */
public final class Publication {

  private static final String BEGIN = "<!-- made by scripts/lab --publish: begin -->\n";
  private static final String END = "<!-- made by scripts/lab --publish: end -->";

  private static final String PICTURE =
      "![Each point that was struck, in which way, and whether a promise was broken]"
          + "(../resources/lab.svg)";

  private Publication() {}

  /**
   * Writes the figures into {@code page}, a sentence of them into {@code readme}, and the picture
   * into {@code picture}. Fails with {@link IllegalStateException} where a page has no marks.
   */
  public static void write(Path readme, Path page, Path picture, List<PartReport> parts)
      throws IOException {
    put(readme, Report.sentence(parts) + "\n");
    put(page, "\n" + Report.figures(parts) + "\n" + Report.mutations(parts) + PICTURE + "\n\n");
    Files.writeString(picture, Report.picture(parts));
  }

  private static void put(Path page, String text) throws IOException {
    Files.writeString(page, between(Files.readString(page), text));
  }

  /** {@code page} with {@code text} in the place of what is between its marks. */
  static String between(String page, String text) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException("the page has no marks: " + BEGIN.strip());
    }
    return page.substring(0, begin + BEGIN.length()) + text + page.substring(end);
  }
}
