package io.oyl.ingest.extract.markup;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Words by which the parts of web pages say what they are. */
final class FurnitureWords {
  /** Elements that are no text by what they are. */
  static final Set<String> PARTS = Set.of("nav", "select", "dialog", "footer", "header");

  static final Set<String> ROLES =
      Set.of(
          "navigation",
          "banner",
          "contentinfo",
          "complementary",
          "search",
          "menu",
          "menubar",
          "dialog",
          "alertdialog",
          "toolbar");

  static final Set<String> NAMES =
      Set.of(
          "nav",
          "navigation",
          "menu",
          "breadcrumb",
          "breadcrumbs",
          "sidebar",
          "footer",
          "masthead",
          "newsletter",
          "social",
          "share",
          "sharing",
          "related",
          "recommended",
          "promo",
          "ad",
          "ads",
          "advert",
          "advertisement",
          "sponsor",
          "sponsored",
          "popular",
          "trending",
          "rail",
          "widget",
          "login",
          "banner",
          "pagination",
          "teaser",
          "tags",
          "bio",
          "aside");

  /** Of these, what builders of pages and newspapers call their texts by. */
  private static final Set<String> OF_TEXTS = Set.of("widget", "teaser");

  /** Lie over the page, with more words at times than a short page has itself. */
  private static final Set<String> NOTICES =
      Set.of("cookie", "cookies", "consent", "gdpr", "modal", "popup", "overlay", "lightbox");

  static final Set<String> DISCUSSIONS =
      Set.of("comments", "comment", "disqus", "respond", "commentlist", "reactions", "livefyre");

  static final Pattern TEXT =
      Pattern.compile("(?:article|story|post|entry)(?:[-_]+|__)?(?:body|content|text)\\b");

  /** How lists of what else there is to read are announced, in lower case. */
  static final Pattern ANNOUNCEMENT =
      Pattern.compile(
          "(?:(?:read|view|find|watch) )?(?:more|also|next)(?: (?:from|on|in|about|like) .*| (?:to"
              + " )?(?:read|stories|news|articles|posts|videos|coverage).*"
              + "| (?:\\S+ ){1,2}(?:stories|articles|posts|videos))?:?"
              + "|like this (?:story|article|post|video)\\?.*"
              + "|(?:want|looking for) more.*\\?"
              + "|(?:you (?:may|might) (?:also )?(?:like|be interested).*|you'll (?:also )?like.*)"
              + "|(?:related|recommended|suggested|similar|popular|trending|latest|recent|top|other)"
              + "(?: (?:articles?|stories|story|posts?|news|content|topics?|links?|videos?|reading"
              + "|coverage|searches|for you|now|headlines))*:?"
              + "|(?:most|editor'?s?) (?:read|popular|viewed|shared|picks?|commented).*"
              + "|don'?t miss:?|in case you missed it|what to read next|up next|read next|keep reading"
              + "|share (?:this|on|via).*|share:?|follow us.*|filed under:?|tags:?|topics:?"
              + "|(?:leave|post|add) a (?:reply|comment).*|comments?(?: \\(?\\d+\\)?)?|\\d+ comments?"
              + "|sign up .*|subscribe .*|newsletter"
              + "|lesen sie (?:auch|mehr).*|mehr zum thema|auch interessant|das könnte sie.*"
              + "|(?:à )?lire aussi.*|sur le même (?:sujet|thème)|voir aussi"
              + "|lea también|te puede interesar|más (?:noticias|leídas)|leggi anche.*|lees ook.*"
              + "|leia também|veja também|関連記事|相关(?:阅读|文章|新闻)|читайте также.*");

  static final Set<String> MAIN = Set.of("main", "article");

  private static final Pattern BETWEEN =
      Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

  private FurnitureWords() {}

  /** In lower case, as they stand in it; a name of several words may have capitals between them. */
  static List<String> of(String text) {
    return BETWEEN.splitAsStream(text).map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether one of these is in the class or the id of an element. */
  static boolean name(HtmlElement element, Predicate<String> words) {
    return element.names().stream().anyMatch(words);
  }

  /** Whether a word of a name is one of a notice, or begins with what such notices are about. */
  static boolean isNotice(String word) {
    return NOTICES.contains(word) || word.startsWith("gdpr") || word.startsWith("cookie");
  }

  /** Whether a name may be one of what a page is about, too. */
  static boolean isOfText(String name) {
    return OF_TEXTS.contains(name);
  }

  /** Whether a name is none of running text that a page is about. */
  static boolean isNeverText(String name) {
    return NAMES.contains(name) && !OF_TEXTS.contains(name);
  }
}
