package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.Attribute;
import javax.xml.stream.events.XMLEvent;

/**
 * A formula of a Word file (OMML) as LaTeX, much as Word itself converts it. The text of its runs
 * alone would say {@code a2} for a square and leave out each sum and root.
 */
final class WordMath {
  private static final int DEEPEST = 200;

  private static final Set<String> FUNCTIONS =
      Set.of(
          "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det",
          "dim", "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log",
          "max", "min", "sec", "sin", "sinh", "sup", "tan", "tanh");

  private static final Map<String, String> ACCENTS =
      names(
          "\u0300 grave \u0301 acute \u0302 hat \u0303 tilde \u0304 bar \u0305 overline \u0306 breve"
              + " \u0307 dot \u0308 ddot \u030C check \u20D7 vec");

  private static final Map<String, String> SYMBOLS =
      names(
          "α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ϑ vartheta"
              + " ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma ς varsigma τ tau"
              + " υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda"
              + " Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega ∞ infty × times ÷ div ⋅ cdot"
              + " · cdot ± pm ∓ mp ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∼ sim ∝ propto ∈ in ∉ notin"
              + " ⊂ subset ⊆ subseteq ⊃ supset ⊇ supseteq ∪ cup ∩ cap ∅ emptyset ∖ setminus"
              + " → rightarrow ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow"
              + " ⇔ Leftrightarrow ↦ mapsto ∂ partial ∇ nabla ∀ forall ∃ exists ¬ neg ∧ wedge"
              + " ∨ vee ⊕ oplus ⊗ otimes ∘ circ ∑ sum ∏ prod ∐ coprod ∫ int ∬ iint ∭ iiint"
              + " ∮ oint ∯ oiint ∰ oiiint ⋃ bigcup ⋂ bigcap ⋁ bigvee ⋀ bigwedge … ldots ⋯ cdots"
              + " ⋮ vdots ⋱ ddots ℏ hbar ℓ ell ⟨ langle ⟩ rangle ‖ Vert ⌊ lfloor ⌋ rfloor"
              + " ⌈ lceil ⌉ rceil { { } } % % & & # #");

  /** An element with its {@code val}, its text and what is in it. */
  private record Node(String name, String value, List<Node> inside, StringBuilder text) {
    Node in(String child) {
      return inside.stream()
          .filter(node -> node.name.equals(child))
          .findFirst()
          .orElse(new Node(child, "", List.of(), new StringBuilder()));
    }

    boolean has(String child) {
      return inside.stream().anyMatch(node -> node.name.equals(child));
    }
  }

  private WordMath() {}

  /**
   * Reads a formula to its end.
   *
   * @param start of its element
   * @param seen told of each event in it
   */
  static String read(XMLEvent start, XMLEventReader in, Consumer<XMLEvent> seen)
      throws XMLStreamException {
    return WhiteSpace.collapse(latex(node(start, in, seen, 0)));
  }

  private static Node node(XMLEvent start, XMLEventReader in, Consumer<XMLEvent> seen, int depth)
      throws XMLStreamException {
    if (depth > DEEPEST) {
      throw new XMLStreamException("a formula is nested too deep");
    }
    String value = "";
    for (var each = start.asStartElement().getAttributes(); each.hasNext(); ) {
      Attribute attribute = each.next();
      value = attribute.getName().getLocalPart().equals("val") ? attribute.getValue() : value;
    }
    List<Node> inside = new ArrayList<>();
    Node node =
        new Node(
            start.asStartElement().getName().getLocalPart(), value, inside, new StringBuilder());
    while (in.hasNext()) {
      XMLEvent event = in.nextEvent();
      seen.accept(event);
      if (event.isEndElement()) {
        break;
      }
      if (event.isStartElement()) {
        inside.add(node(event, in, seen, depth + 1));
      } else if (event.isCharacters()) {
        node.text.append(event.asCharacters().getData());
      }
    }
    return node;
  }

  private static String latex(Node node) {
    return switch (node.name) {
      case "t" -> symbols(node.text.toString());
      case "r" -> {
        String text = runs(node);
        boolean words = node.in("rPr").has("nor") && text.strip().contains(" ");
        yield words ? "\\text{" + text + "}" : text;
      }
      case "f" -> fraction(node);
      case "sSup" -> base(node) + raised(node);
      case "sSub" -> base(node) + lowered(node);
      case "sSubSup" -> base(node) + lowered(node) + raised(node);
      case "sPre" -> "{}" + lowered(node) + raised(node) + base(node);
      case "limLow" -> base(node) + script("_", node.in("lim"));
      case "limUpp" -> base(node) + script("^", node.in("lim"));
      case "rad" -> {
        String degree = latex(node.in("deg"));
        yield "\\sqrt" + (degree.isBlank() ? "" : "[" + degree + "]") + "{" + base(node) + "}";
      }
      case "nary" -> {
        String sign = told(node, "naryPr", "chr", "∫");
        yield symbols(sign).strip() + lowered(node) + raised(node) + " " + base(node);
      }
      case "d" -> delimited(node);
      case "func" -> function(latex(node.in("fName"))) + " " + base(node);
      case "acc" -> {
        String accent = ACCENTS.get(told(node, "accPr", "chr", "\u0302"));
        yield accent == null ? base(node) : "\\" + accent + "{" + base(node) + "}";
      }
      case "bar" ->
          (told(node, "barPr", "pos", "bot").equals("top") ? "\\overline{" : "\\underline{")
              + base(node)
              + "}";
      case "groupChr" ->
          switch (told(node, "groupChrPr", "chr", "⏟")) {
            case "⏟" -> "\\underbrace{" + base(node) + "}";
            case "⏞" -> "\\overbrace{" + base(node) + "}";
            default -> base(node);
          };
      case "m", "eqArr" ->
          node.inside.stream().filter(row -> row.name.equals("e")).count() == 1
              ? base(node)
              : "\\begin{matrix} "
                  + node.inside.stream()
                      .filter(row -> row.name.equals("mr") || row.name.equals("e"))
                      .map(row -> row.name.equals("e") ? latex(row) : joined(row, " & "))
                      .collect(Collectors.joining(" \\\\ "))
                  + " \\end{matrix}";
      default -> runs(node);
    };
  }

  private static String fraction(Node node) {
    String over = latex(node.in("num"));
    String under = latex(node.in("den"));
    return switch (told(node, "fPr", "type", "bar")) {
      case "noBar" -> "{" + over + " \\atop " + under + "}";
      case "lin", "skw" -> over + "/" + under;
      default -> "\\frac{" + over + "}{" + under + "}";
    };
  }

  private static String delimited(Node node) {
    String open = told(node, "dPr", "begChr", "(");
    String close = told(node, "dPr", "endChr", ")");
    return "\\left"
        + (open.isEmpty() ? "." : symbols(open).strip())
        + joined(node, symbols(told(node, "dPr", "sepChr", "|")))
        + "\\right"
        + (close.isEmpty() ? "." : symbols(close).strip());
  }

  private static String joined(Node node, String separator) {
    return node.inside.stream()
        .filter(part -> part.name.equals("e"))
        .map(WordMath::latex)
        .collect(Collectors.joining(separator));
  }

  /** A known function by its command; its limits stay behind it. */
  private static String function(String name) {
    int end = 0;
    while (end < name.length() && Character.isLetter(name.charAt(end))) {
      end++;
    }
    String word = name.substring(0, end);
    if (FUNCTIONS.contains(word)) {
      return "\\" + name;
    }
    return word.length() > 1 ? "\\operatorname{" + word + "}" + name.substring(end) : name;
  }

  private static String base(Node node) {
    return latex(node.in("e"));
  }

  private static String raised(Node node) {
    return script("^", node.in("sup"));
  }

  private static String lowered(Node node) {
    return script("_", node.in("sub"));
  }

  private static String script(String mark, Node node) {
    String text = latex(node);
    return text.isBlank() ? "" : mark + "{" + text + "}";
  }

  private static String runs(Node node) {
    return node.inside.stream()
        .filter(part -> !part.name.endsWith("Pr"))
        .map(WordMath::latex)
        .collect(Collectors.joining());
  }

  private static String told(Node node, String properties, String name, String usual) {
    Node in = node.in(properties);
    return in.has(name) ? in.in(name).value : usual;
  }

  /** Letters of mathematical alphabets become plain ones. */
  private static String symbols(String text) {
    StringBuilder latex = new StringBuilder();
    text.codePoints()
        .mapToObj(Character::toString)
        .map(each -> each.length() > 1 ? Normalizer.normalize(each, Normalizer.Form.NFKC) : each)
        .forEach(
            each -> {
              String name = SYMBOLS.get(each);
              boolean word = name != null && Character.isLetter(name.charAt(0));
              latex.append(name == null ? each : word ? " \\" + name + " " : "\\" + name);
            });
    return latex.toString();
  }

  private static Map<String, String> names(String pairs) {
    String[] words = pairs.split(" ", -1);
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      names.put(words[i], words[i + 1]);
    }
    return Map.copyOf(names);
  }
}
