package io.oyl.ingest.report;

import io.oyl.ingest.store.ReportView.IncompleteFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are not complete, by state and reason. */
final class IncompleteGroups {
  private static final int LONGEST_KEY = 300;
  private static final int LONGEST_DETAIL = 240;

  /** So many files are shown at once; further groups are folded. */
  private static final int UNFOLDED = 60;

  private IncompleteGroups() {}

  static List<Group> of(List<IncompleteFile> files) {
    Map<List<String>, List<IncompleteFile>> groups = new LinkedHashMap<>();
    for (IncompleteFile file : files) {
      groups
          .computeIfAbsent(
              List.of(file.state(), String.valueOf(file.reason())), key -> new ArrayList<>())
          .add(file);
    }
    List<Group> folded = new ArrayList<>();
    int shown = 0;
    for (Map.Entry<List<String>, List<IncompleteFile>> group : groups.entrySet()) {
      shown += group.getValue().size();
      folded.add(
          new Group(
              group.getKey().getFirst(),
              group.getKey().getLast().replace('_', ' '),
              Figures.count(group.getValue().size(), "file"),
              shown <= UNFOLDED,
              group.getValue().stream().map(IncompleteGroups::file).toList()));
    }
    return folded;
  }

  private static File file(IncompleteFile file) {
    String detail = file.detail() == null ? "" : file.detail();
    return new File(
        Figures.cut(file.sourceKey(), LONGEST_KEY),
        Figures.cut(detail, LONGEST_DETAIL),
        Figures.time(file.since()));
  }

  record Group(String state, String reason, String count, boolean open, List<File> files) {}

  record File(String key, String detail, String since) {}
}
