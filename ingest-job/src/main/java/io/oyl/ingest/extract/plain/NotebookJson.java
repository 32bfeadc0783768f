package io.oyl.ingest.extract.plain;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON of a notebook as maps, lists and strings. What holds no text, such as the bytes of
 * pictures, is passed over and stands there as an empty string.
 */
final class NotebookJson {
  private static final Set<String> KEPT =
      Set.of(
          "nbformat",
          "metadata",
          "kernelspec",
          "language_info",
          "language",
          "name",
          "title",
          "worksheets",
          "cells",
          "cell_type",
          "level",
          "source",
          "input",
          "outputs",
          "text",
          "html",
          "latex",
          "data",
          "text/plain",
          "text/markdown",
          "text/html",
          "text/latex",
          "ename",
          "evalue",
          "traceback");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private NotebookJson() {}

  /**
   * The value of a stream that holds one.
   *
   * @throws tools.jackson.core.JacksonException when it is no JSON
   */
  static Object read(InputStream in) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "there is more behind its end");
      }
      return value;
    }
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          if (KEPT.contains(name)) {
            values.put(name, value(parser));
          } else {
            parser.skipChildren();
            values.put(name, "");
          }
        }
        yield values;
      }
      case START_ARRAY -> {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(parser));
        }
        yield values;
      }
      case VALUE_NULL -> "";
      case null -> throw new StreamReadException(parser, "it has no value");
      default -> parser.getString();
    };
  }
}
