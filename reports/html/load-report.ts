/**
 * The report on a load run: the verdict, the work asked and given, and where response times bend. It also shows each
 * operation, the results in studio terms, and whether the generator was in the way. One HTML file that needs neither
 * network nor JavaScript. Pure: the same result gives the same bytes.
 */

import type { LoadSection } from '../../models/load-section.ts';
import type { ResultDocument } from '../../models/result.ts';
import { targetText } from '../load/load-facts.ts';
import { SectionRegistry } from '../section-registry.ts';
import { VERDICT_WORDS, verdictOf } from '../verdict-text.ts';
import { CACHE_SECTION } from './cache-section.ts';
import { EVIDENCE_SECTION } from './evidence-section.ts';
import { LATENCY_SECTION } from './latency-section.ts';
import { BEND_SECTION } from './load/bend-section.ts';
import { GENERATOR_SECTION } from './load/generator-section.ts';
import { INTEGRITY_SECTION } from './load/integrity-section.ts';
import { loadVerdictPanel } from './load/load-verdict-panel.ts';
import { OPERATION_SECTION } from './load/operation-section.ts';
import { OUTAGE_SECTION } from './load/outage-section.ts';
import { STUDIO_SECTION } from './load/studio-section.ts';
import { THROUGHPUT_SECTION } from './load/throughput-section.ts';
import { OBJECTIVE_SECTION } from './objective-section.ts';
import { reportPage } from './report-page.ts';
import type { ReportSection } from './report-section.ts';
import type { LoadSubject, Provenance } from './result-subject.ts';

/** The sections of the report: one line for each. */
export const LOAD_SECTIONS = new SectionRegistry<ReportSection<LoadSubject>>([
  OBJECTIVE_SECTION,
  THROUGHPUT_SECTION,
  BEND_SECTION,
  STUDIO_SECTION,
  OPERATION_SECTION,
  LATENCY_SECTION,
  CACHE_SECTION,
  OUTAGE_SECTION,
  INTEGRITY_SECTION,
  GENERATOR_SECTION,
  EVIDENCE_SECTION,
]);

/** `load` is the result's own section of this name. */
export function loadReport(result: ResultDocument, load: LoadSection, provenance: Provenance): string {
  const { scenario, tool } = result;
  const name = scenario.variant === null ? scenario.name : `${scenario.name} (${scenario.variant})`;
  return reportPage({
    title: `${VERDICT_WORDS[verdictOf(result).kind]}: ${name} on ${load.target.url}`,
    tool,
    kind: 'load report',
    name,
    subtitle: `on ${targetText(load)}`,
    verdict: loadVerdictPanel(result, load),
    sections: LOAD_SECTIONS,
    subject: { result, load, provenance },
    origin: ` from ${scenario.file}, SHA-256 ${scenario.sha256}, run ${load.runId}`,
  });
}
