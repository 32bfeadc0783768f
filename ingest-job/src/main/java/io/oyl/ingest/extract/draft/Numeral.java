package io.oyl.ingest.extract.draft;

import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Numbers as lists count: where a way of counting has no such number, it is in digits. */
public final class Numeral {
  private static final int LARGEST = 1_000_000;
  private static final int MOST_ROMAN = 3999;
  private static final int MOST_LETTERS = 5;
  private static final int CIRCLES = 20;
  private static final String RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя";
  private static final String CHINESE = "〇一二三四五六七八九";

  private static final NavigableMap<Integer, String> ROMAN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1, "I"),
              Map.entry(4, "IV"),
              Map.entry(5, "V"),
              Map.entry(9, "IX"),
              Map.entry(10, "X"),
              Map.entry(40, "XL"),
              Map.entry(50, "L"),
              Map.entry(90, "XC"),
              Map.entry(100, "C"),
              Map.entry(400, "CD"),
              Map.entry(500, "D"),
              Map.entry(900, "CM"),
              Map.entry(1000, "M")));

  /** What no number has in it: signs of symbol fonts, and those that Unicode leaves to programs. */
  private static final Pattern NO_SIGNS = Pattern.compile("[\\p{Co}\\p{Cn}\\p{Cc}]");

  private Numeral() {}

  /** A number in digits; {@code otherwise} for anything else, and what no list counts to. */
  public static int parsed(String digits, int otherwise) {
    try {
      int number = Integer.parseInt(digits.strip());
      return Math.abs(number) > LARGEST ? otherwise : number;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** What is around a number without what cannot be read. */
  public static String readable(String label) {
    return NO_SIGNS.matcher(label).replaceAll("").strip();
  }

  /**
   * A number by the sign that HTML and OpenDocument have for a way of counting.
   *
   * @param sign {@code a}, {@code A}, {@code i}, {@code I}; any other: digits
   */
  public static String signed(int number, String sign) {
    return switch (sign) {
      case "a" -> latin(number).toLowerCase(Locale.ROOT);
      case "A" -> latin(number);
      case "i" -> roman(number).toLowerCase(Locale.ROOT);
      case "I" -> roman(number);
      default -> Integer.toString(number);
    };
  }

  /** A number by the name that Word has for a way of counting (ST_NumberFormat). */
  public static String named(int number, String name) {
    return switch (name) {
      case "none", "bullet" -> "";
      case "decimalZero" -> number >= 0 && number < 10 ? "0" + number : Integer.toString(number);
      case "lowerLetter" -> repeated(number, "abcdefghijklmnopqrstuvwxyz");
      case "upperLetter" -> repeated(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
      case "lowerRoman" -> signed(number, "i");
      case "upperRoman" -> signed(number, "I");
      case "chicago" -> repeated(number, "*†‡§");
      case "russianLower" -> repeated(number, RUSSIAN);
      case "russianUpper" -> repeated(number, RUSSIAN.toUpperCase(Locale.ROOT));
      case "decimalEnclosedCircle", "decimalEnclosedCircleChinese" ->
          number < 1 || number > CIRCLES
              ? Integer.toString(number)
              : String.valueOf((char) ('①' + number - 1));
      case "chineseCounting",
          "chineseCountingThousand",
          "taiwaneseCounting",
          "taiwaneseCountingThousand",
          "japaneseCounting" ->
          chinese(number);
      default -> Integer.toString(number);
    };
  }

  /** After the last letter of the alphabet comes the first one twice: Y, Z, AA, BB. */
  private static String repeated(int number, String letters) {
    int times = (number - 1) / letters.length() + 1;
    return number < 1 || times > MOST_LETTERS
        ? Integer.toString(number)
        : letters.substring((number - 1) % letters.length()).substring(0, 1).repeat(times);
  }

  /** After Z come AA, AB. */
  private static String latin(int number) {
    if (number < 1) {
      return Integer.toString(number);
    }
    StringBuilder letters = new StringBuilder();
    for (int left = number; left > 0; left = (left - 1) / 26) {
      letters.insert(0, (char) ('A' + (left - 1) % 26));
    }
    return letters.toString();
  }

  private static String roman(int number) {
    if (number < 1 || number > MOST_ROMAN) {
      return Integer.toString(number);
    }
    StringBuilder roman = new StringBuilder();
    for (int left = number; left > 0; ) {
      Map.Entry<Integer, String> sign = ROMAN.floorEntry(left);
      roman.append(sign.getValue());
      left -= sign.getKey();
    }
    return roman.toString();
  }

  private static String chinese(int number) {
    if (number < 1 || number > 99) {
      return Integer.toString(number);
    }
    int tens = number / 10;
    int ones = number % 10;
    return (tens > 1 ? CHINESE.substring(tens, tens + 1) : "")
        + (tens > 0 ? "十" : "")
        + (ones > 0 ? CHINESE.substring(ones, ones + 1) : "");
  }
}
