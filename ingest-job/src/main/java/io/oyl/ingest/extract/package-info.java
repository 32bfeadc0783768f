/**
 * From bytes to text: a file goes in, an {@link io.oyl.ingest.extract.Extraction} comes out: text
 * with blocks and pages for the file and for every document inside it, or the reason why not. The
 * only place for Tika, which runs in processes of its own.
 *
 * <p>What is told of a file stands here, and the rest of the program names nothing else but {@link
 * io.oyl.ingest.extract.process.ForkedExtractor}. How it is found out lies below, in this order,
 * each knowing only those before it: {@code draft} (a document in the making), {@code mail}, {@code
 * markup}, {@code plain}, {@code office}, {@code xhtml}, {@code rtf}, {@code pdf} (what files say),
 * {@code reading} (one file), {@code process} (where it is safe to).
 *
 * <p>What became of 504 real files of other projects' suites, by the default limits and without
 * character recognition. The owner never hung, no file needed a second try, and the slowest took
 * seven seconds:
 *
 * <pre>{@code
 * files             complete  partial  empty  quarantined
 * ordinary (371)         350        4     15            2
 * bombs (8)                4        1      0            3
 * corrupt (35)            22        7      5            1
 * encrypted (20)           8        1      1           10
 * fuzzers' finds (30)      2        1      0           27
 * truncated (40)           3       17      1           19
 *
 * of these
 * PDF (121)               76       10     12           23
 * HTML (90)               89        0      1            0
 * Word (73)               59        7      0            7
 * Excel (51)              36        9      0            6
 * older Office (48)       28        2      1           17
 * mail (41)               32        1      5            3
 * text, CSV (36)          36        0      0            0
 * PowerPoint (21)         19        0      1            1
 * OpenDocument (9)         8        1      0            0
 * RTF (6)                  6        0      0            0
 * others (8)               0        1      2            5
 *
 * quarantined                                              reason     files
 * a password or a certificate's key is needed              encrypted     12
 * PDF without a root, a page tree or an end                corrupt       19
 * Office package with missing parts or broken XML or ZIP   corrupt        9
 * older Office file that points past its end or at         corrupt       19
 *   entries of the wrong kind
 * CHM or .Z that claims an impossible size                 corrupt        2
 * Office package that multiplies entities                  corrupt        1
 * }</pre>
 */
@NullMarked
package io.oyl.ingest.extract;

import org.jspecify.annotations.NullMarked;
