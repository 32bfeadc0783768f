package io.oyl.ingest;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.oyl.ingest.extract.process.ForkedExtractor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Data flows left to right; imports point left. Each outside library has one place. */
class ArchitectureTest {
  private static final String ROOT = "io.oyl.ingest";

  /** In the order of the data; {@code server} stands beside them. */
  private static final List<String> STAGES =
      List.of(
          "source", "extract", "chunk", "tag", "embed", "secret", "store", "job", "operate",
          "report", "cli");

  /** Of {@code extract}: what files say, how one is read, and where. */
  private static final List<String> EXTRACTING =
      List.of(
          "draft", "mail", "markup", "plain", "office", "xhtml", "rtf", "pdf", "reading",
          "process");

  /** What only these of our packages may name. Spring itself: see below. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("org.apache.tika..", List.of("extract")),
          Map.entry("org.jsoup..", List.of("extract")),
          Map.entry("org.apache.lucene..", List.of("tag")),
          Map.entry("dev.langchain4j..", List.of("embed")),
          Map.entry("ai.onnxruntime..", List.of("embed")),
          Map.entry("ai.djl..", List.of("embed")),
          Map.entry("javax.crypto..", List.of("secret")),
          Map.entry("org.springframework.jdbc..", List.of("store")),
          Map.entry("com.pgvector..", List.of("store")),
          Map.entry("com.samskivert..", List.of("report")),
          Map.entry("org.postgresql..", List.of("store", "server")),
          Map.entry("java.sql..", List.of("store", "server", "job")),
          Map.entry("org.springframework.batch..", List.of("job")),
          Map.entry("org.springframework.scheduling..", List.of("job")),
          Map.entry("org.springframework.boot.health..", List.of("operate")),
          Map.entry("io.micrometer.core..", List.of("operate")),
          Map.entry("io.micrometer.observation..", List.of("job")),
          Map.entry("picocli..", List.of("cli")),
          Map.entry("me.tongfei..", List.of("cli")));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void importsPointLeft() {
    pointLeft(STAGES, "a stage knows what comes to it, not who takes its work further");
    pointLeft(
        below("extract", EXTRACTING), "a format can be read without knowing who drives its reader");
  }

  private static void pointLeft(List<String> stages, String because) {
    for (int i = 0; i < stages.size() - 1; i++) {
      check(
          noClasses()
              .that()
              .resideInAPackage(in(stages.get(i)))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(in(stages.subList(i + 1, stages.size())))
              .because(because));
    }
  }

  @Test
  void extractingShowsWhatItTells() {
    String below = ROOT + ".extract.*..";
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".extract")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(below)
            .because("what is told of a file does not depend on how it was found out"));
    check(
        noClasses()
            .that(not(resideInAPackage(in("extract"))))
            .should()
            .dependOnClassesThat(resideInAPackage(below).and(not(type(ForkedExtractor.class))))
            .because("readers can be rebuilt without a look at the rest of the program"));
  }

  @Test
  void thePrivateServerKnowsNothingOfIngesting() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("server"))
            .should()
            .dependOnClassesThat(resideInAPackage(in("")).and(not(resideInAPackage(in("server")))))
            .because("it could be lifted out and serve any program"));
    check(
        noClasses()
            .that(not(resideInAnyPackage(in("server"), in("job"), in("cli"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(in("server"))
            .because("a stage gets its database handed and does not ask where it came from"));
  }

  @Test
  void eachLibraryIsNamedInItsPlaceOnly() {
    LIBRARIES.forEach(
        (library, places) ->
            check(
                noClasses()
                    .that(not(resideInAnyPackage(in(places))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(library)
                    .because("a library that is named in one package can be replaced there")));
  }

  @Test
  void stagesArePlainJava() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(in("store"), in("job"), in("operate"), in("cli"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("what is built with new is tested without a context"));
    check(
        noClasses()
            .that(not(resideInAPackage(in("job"))))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ConfigurationProperties.class)
            .because("settings are bound where the stages are wired"));
  }

  @Test
  void onlyTheCommandsPrint() {
    check(
        noClasses()
            .that(not(resideInAPackage(in("cli"))))
            .should()
            .accessField(System.class, "out")
            .because("standard output holds exactly one JSON value or table"));
  }

  @Test
  void packagesHaveNoCycles() {
    Stream.of(ROOT + ".(*)..", ROOT + ".extract.(*)..")
        .map(slices()::matching)
        .map(
            packages ->
                packages
                    .should()
                    .beFreeOfCycles()
                    .because("a package that is needed by what it needs cannot be read alone"))
        .forEach(ArchitectureTest::check);
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*[.$]\\w*(Utils?|Helper|Manager|Impl)")
            .orShould()
            .haveNameMatching(".*[.$](Abstract|Base)[A-Z]\\w*")
            .because("such a name tells how a thing was made and not what it is for"));
    check(
        classes()
            .should()
            .resideOutsideOfPackages(
                "..util..", "..common..", "..model..", "..service..", "..impl..")
            .because("packages speak of documents, not of layers"));
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(packages())
        .as("packages that are @NullMarked, because elsewhere NullAway looks at nothing")
        .isNotEmpty()
        .allMatch(each -> each.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void theRulesKnowEveryPackage() {
    assertThat(packages().map(JavaPackage::getName))
        .as("packages, because a package that no rule names is held by none")
        .allMatch(
            name ->
                name.equals(ROOT)
                    || Stream.of(STAGES, List.of("server"), below("extract", EXTRACTING))
                        .flatMap(List::stream)
                        .anyMatch(known -> name.equals(ROOT + "." + known)));
  }

  private static Stream<JavaPackage> packages() {
    return OURS.stream().map(JavaClass::getPackage).distinct();
  }

  private static List<String> below(String stage, List<String> packages) {
    return packages.stream().map((stage + ".")::concat).toList();
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }

  private static String in(String stage) {
    return stage.isEmpty() ? ROOT + ".." : ROOT + "." + stage + "..";
  }

  private static String[] in(List<String> stages) {
    return stages.stream().map(ArchitectureTest::in).toArray(String[]::new);
  }
}
