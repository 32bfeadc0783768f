/**
 * A run as one HTML file for people: {@link io.oyl.ingest.report.ReportFacts} come in, {@link
 * io.oyl.ingest.report.HtmlReport} goes out. {@code report.html} is the page, small classes beside
 * it compute the marks of its charts.
 *
 * <p>The trap: names of files, tags and causes are hostile. Everything that the template shows goes
 * through {@link io.oyl.ingest.report.Printable}, and nothing else writes HTML.
 */
@NullMarked
package io.oyl.ingest.report;

import org.jspecify.annotations.NullMarked;
