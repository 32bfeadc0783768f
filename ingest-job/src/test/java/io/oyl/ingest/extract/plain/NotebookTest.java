package io.oyl.ingest.extract.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {
  @TempDir Path folder;

  @Test
  void cellsAreReadAsWhatTheyAre() throws Exception {
    ExtractedDocument document =
        notebook(
            """
            {"cells": [
              {"cell_type": "markdown", "id": "a", "metadata": {},
               "attachments": {"a.png": {"image/png": "iVBORw0K"}},
               "source": ["# The 😀 lamp\\n", "\\n", "It shines.\\n", "\\n", "- one\\n", "- two"]},
              {"cell_type": "code", "execution_count": 1, "metadata": {},
               "outputs": [
                 {"name": "stdout", "output_type": "stream", "text": ["  7\\n", "10%\\r20%\\r30%\\n"]},
                 {"data": {"image/png": "iVBORw0KGgo", "text/plain": ["<Figure size 1x1>"]},
                  "metadata": {}, "output_type": "display_data"},
                 {"data": {"text/html": "<b>x</b>", "text/plain": "   a\\n0  1"},
                  "metadata": {}, "output_type": "execute_result"},
                 {"data": {"text/html": "<p>Only <b>here</b></p>", "text/plain": "<HTML object>"},
                  "metadata": {}, "output_type": "display_data"},
                 {"data": {"application/json": {"a": 1}, "text/plain": "<JSON object>"},
                  "metadata": {}, "output_type": "display_data"},
                 {"data": {"text/plain": "<Axes at 0x1>"},
                  "metadata": {}, "output_type": "execute_result"}],
               "source": "import lamp\\n\\nprint(lamp.watts)"},
              {"cell_type": "markdown", "metadata": {}, "source": "## Faults\\n"},
              {"cell_type": "code", "metadata": {}, "source": ["fail()"],
               "outputs": [
                 {"output_type": "error", "ename": "ValueError", "evalue": "dark",
                  "traceback": ["\\u001b[0;31mTraceback\\u001b[0m", "ValueError: dark"]}]},
              {"cell_type": "raw", "metadata": {}, "source": "Left as it is."}
             ],
             "metadata": {"kernelspec": {"display_name": "P", "language": "python", "name": "p3"}},
             "nbformat": 4, "nbformat_minor": 5}
            """);

    assertThat(ToldBlocks.of(document))
        .containsExactly(
            "h1 # The 😀 lamp",
            "It shines.",
            "item - one",
            "item - two",
            "code import lamp",
            "code print(lamp.watts)",
            "code   7\n30%",
            "code    a\n0  1",
            "Only here",
            "code <JSON object>",
            "code <Axes at 0x1>",
            "h2 ## Faults",
            "code fail()",
            "code Traceback\nValueError: dark",
            "Left as it is.");
    assertThat(document.mimeType()).isEqualTo("application/x-ipynb+json");
    assertThat(document.metadata())
        .containsEntry("programming_language", List.of("python"))
        .doesNotContainKey("type_by_name");
    assertThat(document.gaps()).isEmpty();
  }

  @Test
  void theLinesOfAnEarlyNotebookAreWrittenWithoutTheirEnds() throws Exception {
    ExtractedDocument document =
        notebook(
            """
            {"nbformat": 2, "metadata": {}, "worksheets": [{"cells": [
              {"cell_type": "markdown", "source": ["# The lamp", "", "It shines", "by night."]},
              {"cell_type": "code", "language": "python", "input": ["x = 1", "print(x)"],
               "outputs": [{"output_type": "stream", "text": ["1", "2"]}]}]}]}
            """);

    assertThat(ToldBlocks.of(document))
        .containsExactly(
            "h1 # The lamp", "It shines\nby night.", "code x = 1\nprint(x)", "code 1\n2");
  }

  @Test
  void theFormBeforeHadSheets() throws Exception {
    ExtractedDocument document =
        notebook(
            """
            {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [
              {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Head"]},
              {"cell_type": "code", "collapsed": false, "input": ["1/0"], "language": "python",
               "outputs": [
                 {"output_type": "pyout", "prompt_number": 1, "text": ["3"], "html": ["<i>3</i>"]},
                 {"output_type": "display_data", "png": "iVBORw0", "text": ["<Figure>"]},
                 {"output_type": "pyerr", "ename": "E", "evalue": "by zero", "traceback": []}]},
              {"cell_type": "unheard", "source": "kept"}], "metadata": {}}]}
            """);

    assertThat(ToldBlocks.of(document))
        .containsExactly("h2 ## Head", "code 1/0", "code 3", "code E: by zero", "kept");
  }

  @Test
  void whatIsNoNotebookIsReadAsItStands() throws Exception {
    for (String json :
        List.of(
            "{\"cells\": [{\"cell_type\": \"raw\", \"source\": \"a",
            "{\"cells\": [{\"cell_type\": \"raw\", \"source\": \"a\"}]}",
            "{\"nbformat\": 4, \"cells\": []}",
            "[1] [2]")) {
      assertThat(notebook(json).text()).isEqualTo(json);
    }
  }

  @Test
  void aNotebookThatIsCutShortIsToldToBe() throws Exception {
    assertThat(notebook("{\"cells\": [{\"cell_type\": \"raw\", \"source\": \"a").gaps()).hasSize(1);
    assertThat(notebook("{\"nbformat\": 4, \"cells\": []}").gaps()).isEmpty();
  }

  private ExtractedDocument notebook(String json) throws Exception {
    return ToldBlocks.documents(Files.writeString(folder.resolve("a.ipynb"), json)).getFirst();
  }
}
