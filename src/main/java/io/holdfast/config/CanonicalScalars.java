package io.holdfast.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Takes a plain scalar for a number, true, false or nothing only where printing it would give the
 * very same characters. So a number can stand where a text is expected, and a token {@code 007} or
 * a model {@code 3.10} is still what its author wrote.
 */
final class CanonicalScalars extends Resolver {

  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
  private static final Pattern TRUTH = Pattern.compile("true|false");

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, TRUTH, "tf");
    addImplicitResolver(Tag.INT, WHOLE, "-0123456789");
    addImplicitResolver(Tag.MERGE, MERGE, "<", 10);
    addImplicitResolver(Tag.NULL, NULL, "~nN\0");
    addImplicitResolver(Tag.NULL, EMPTY, null);
  }
}
