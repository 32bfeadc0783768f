package io.oyl.ingest.extract.markup;

import java.util.Set;
import java.util.regex.Pattern;

/** Words by which the parts of web pages say what they are. */
final class FurnitureWords {
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
          "navbar",
          "navigation",
          "menu",
          "submenu",
          "breadcrumb",
          "breadcrumbs",
          "sidebar",
          "footer",
          "masthead",
          "cookie",
          "cookies",
          "consent",
          "gdpr",
          "newsletter",
          "subscribe",
          "subscription",
          "signup",
          "social",
          "share",
          "sharing",
          "sharebar",
          "sharetools",
          "related",
          "recommended",
          "recommendations",
          "recirc",
          "recirculation",
          "promo",
          "promos",
          "advert",
          "advertisement",
          "ads",
          "ad",
          "sponsor",
          "sponsored",
          "popular",
          "trending",
          "outbrain",
          "taboola",
          "toolbar",
          "widget",
          "widgets",
          "login",
          "paywall",
          "modal",
          "popup",
          "overlay",
          "banner",
          "copyright",
          "pagination",
          "pager",
          "teaser",
          "teasers",
          "toc",
          "tags",
          "skip",
          "bio",
          "follow",
          "topics",
          "buttons",
          "readmore",
          "carousel",
          "print",
          "disclaimer",
          "rail",
          "aside",
          "hidden",
          "noscript",
          "marketing");

  /** Those of them that texts are about too: a name that has more words may tell their subject. */
  static final Set<String> SUBJECTS =
      Set.of(
          "menu",
          "share",
          "sharing",
          "related",
          "recommended",
          "ad",
          "sponsor",
          "sponsored",
          "popular",
          "login",
          "copyright",
          "skip",
          "follow",
          "topics",
          "buttons",
          "hidden");

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
          "(?:(?:see|read|view|find|watch) )?(?:more|also|next)(?: (?:from|on|in|about|like) .*| (?:to"
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

  /** How a line begins that leads to something else to read, in lower case. */
  static final Pattern PROMOTION =
      Pattern.compile(
          "\\W{0,2}(?:(?:see|read|watch) (?:also|more|next)|related|also (?:on|read) .*|more (?:on|from)"
              + " .*|don'?t miss|lesen sie auch|mehr dazu|lire aussi|lea también|leggi anche|lees ook"
              + "|leia (?:também|mais))\\W .*");

  /** Where these are, lists of links and short lines are what the page is about. */
  static final Set<String> TECHNICAL = Set.of("pre", "code", "kbd", "samp", "var");

  static final Set<String> MAIN = Set.of("main", "article");

  private FurnitureWords() {}

  /** Whether a word of a name is one of a notice, or begins with what such notices are about. */
  static boolean isNotice(String word) {
    return NOTICES.contains(word) || word.startsWith("gdpr") || word.startsWith("cookie");
  }
}
