package io.oyl.ingest.extract.xhtml;

import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.jspecify.annotations.Nullable;

/** Keeps all elements of HTML, and tells that HTML is being read: a mail may hold both kinds. */
public final class EveryElement implements HtmlMapper {
  private final BlockHandler blocks;

  public EveryElement(BlockHandler blocks) {
    this.blocks = blocks;
  }

  @Override
  public @Nullable String mapSafeElement(String name) {
    blocks.inHtml();
    return IdentityHtmlMapper.INSTANCE.mapSafeElement(name);
  }

  @Override
  public boolean isDiscardElement(String name) {
    return IdentityHtmlMapper.INSTANCE.isDiscardElement(name);
  }

  @Override
  public @Nullable String mapSafeAttribute(String element, String attribute) {
    return IdentityHtmlMapper.INSTANCE.mapSafeAttribute(element, attribute);
  }
}
