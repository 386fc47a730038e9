package io.holdfast.connector.telegram;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/**
 * Markdown in the few elements of HTML that the Bot API knows. What it has no element for is
 * written so that it reads well as a text: lists, tables, headings.
 */
final class Html {

  private static final List<Extension> EXTENSIONS =
      List.of(StrikethroughExtension.create(), TablesExtension.create());

  /** What is nested deeper is read as if it were not. */
  private static final int DEEPEST = 20;

  private static final Parser PARSER =
      Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(DEEPEST).build();

  /** Kinds of addresses that Telegram opens. */
  private static final Set<String> OPENED = Set.of("http", "https", "mailto", "tg");

  private static final String PARAGRAPH = "\n\n";
  private static final String LINE = "\n";

  private Html() {}

  /** The same text; empty where nothing of it is to be seen. */
  static String of(String markdown) {
    String html = blocks(PARSER.parse(markdown), PARAGRAPH, 0, false).strip();
    boolean seen =
        html.replaceAll("<[^>]*>", "").chars().anyMatch(sign -> !Character.isSpaceChar(sign));
    return seen ? html : "";
  }

  private static List<Node> children(Node parent) {
    List<Node> children = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
      children.add(child);
    }
    return children;
  }

  // ── blocks ───────────────────────────────────────────────────────────────────────────────────

  private static String blocks(Node parent, String between, int depth, boolean quoted) {
    return children(parent).stream()
        .map(child -> block(child, depth, quoted))
        .collect(Collectors.joining(between));
  }

  private static String block(Node node, int depth, boolean quoted) {
    if (node instanceof Paragraph) {
      return inlines(node);
    }
    if (node instanceof Heading) {
      return element("b", inlines(node));
    }
    if (node instanceof FencedCodeBlock code) {
      return code(code.getInfo(), code.getLiteral());
    }
    if (node instanceof IndentedCodeBlock code) {
      return code("", code.getLiteral());
    }
    if (node instanceof BlockQuote) {
      String inside = blocks(node, PARAGRAPH, depth, true);
      return quoted ? inside : element("blockquote", inside);
    }
    if (node instanceof BulletList || node instanceof OrderedList) {
      return list(node, depth, quoted);
    }
    if (node instanceof TableBlock) {
      return element("pre", String.join(LINE, rows(node)));
    }
    if (node instanceof ThematicBreak) {
      return "———";
    }
    if (node instanceof LinkReferenceDefinition named) {
      return "[" + escape(named.getLabel()) + "]: " + escape(named.getDestination());
    }
    return node instanceof HtmlBlock html
        ? escape(html.getLiteral())
        : blocks(node, PARAGRAPH, depth, quoted);
  }

  private static String code(String language, String literal) {
    String word = language.strip().split("\\s", 2)[0];
    String text = escape(literal.stripTrailing());
    return element(
        "pre",
        word.isEmpty()
            ? text
            : "<code class=\"language-" + escape(word) + "\">" + text + "</code>");
  }

  private static String list(Node list, int depth, boolean quoted) {
    List<String> items = new ArrayList<>();
    int number = list instanceof OrderedList ordered ? ordered.getMarkerStartNumber() : 0;
    for (Node item : children(list)) {
      String marker = list instanceof OrderedList ? number++ + ". " : "• ";
      items.add("  ".repeat(depth) + marker + blocks(item, LINE, depth + 1, quoted));
    }
    return String.join(LINE, items);
  }

  private static List<String> rows(Node node) {
    if (node instanceof TableRow) {
      return List.of(
          children(node).stream()
              .filter(TableCell.class::isInstance)
              .map(Html::plain)
              .collect(Collectors.joining(" | ")));
    }
    return children(node).stream().flatMap(child -> rows(child).stream()).toList();
  }

  // ── inside of a block ────────────────────────────────────────────────────────────────────────

  private static String inlines(Node parent) {
    return inlines(parent, 0);
  }

  private static String inlines(Node parent, int depth) {
    StringBuilder text = new StringBuilder();
    children(parent).forEach(child -> text.append(inline(child, depth)));
    return text.toString();
  }

  private static String inline(Node node, int depth) {
    if (node instanceof Text text) {
      return escape(text.getLiteral());
    }
    if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
      return LINE;
    }
    if (node instanceof Code code) {
      return element("code", escape(code.getLiteral()));
    }
    if (node instanceof HtmlInline html) {
      return escape(html.getLiteral());
    }
    String inside = depth < DEEPEST ? inlines(node, depth + 1) : escape(literal(node));
    if (node instanceof Link link) {
      return link(link.getDestination(), inside);
    }
    return node instanceof Image image
        ? link(image.getDestination(), inside)
        : styled(node, inside);
  }

  private static String styled(Node node, String inside) {
    if (node instanceof StrongEmphasis) {
      return element("b", inside);
    }
    if (node instanceof Emphasis) {
      return element("i", inside);
    }
    return node instanceof Strikethrough ? element("s", inside) : inside;
  }

  /** What has no address that people can open says where it leads. */
  private static String link(String to, String inside) {
    String scheme = to.split(":", 2)[0].toLowerCase(Locale.ROOT);
    if (inside.isBlank()) {
      return escape(to);
    }
    return to.contains(":") && OPENED.contains(scheme)
        ? "<a href=\"" + escape(to) + "\">" + inside + "</a>"
        : inside + (to.isEmpty() ? "" : " (" + escape(to) + ")");
  }

  /** Without any element: a table is one already. */
  private static String plain(Node node) {
    StringBuilder text = new StringBuilder(escape(literal(node)));
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            text.append(" (").append(escape(link.getDestination())).append(')');
          }
        });
    return text.toString();
  }

  /** All that is said inside of a node, however deep. */
  private static String literal(Node node) {
    StringBuilder text = new StringBuilder();
    Deque<Node> left = new ArrayDeque<>(List.of(node));
    while (!left.isEmpty()) {
      Node next = left.pop();
      if (next instanceof Text words) {
        text.append(words.getLiteral());
      } else if (next instanceof Code code) {
        text.append(code.getLiteral());
      } else if (next instanceof HtmlInline html) {
        text.append(html.getLiteral());
      }
      List<Node> inside = children(next);
      Collections.reverse(inside);
      inside.forEach(left::push);
    }
    return text.toString();
  }

  private static String element(String name, String inside) {
    return "<" + name + ">" + inside + "</" + name + ">";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
