/**
 * The report on one simulated scenario: verdict, why, the day, utilization, response times, stages, evidence. One HTML
 * file that needs neither network nor JavaScript. Pure: the same result gives the same bytes.
 */

import type { ResultDocument } from '../../models/result.ts';
import { SectionRegistry } from '../section-registry.ts';
import { VERDICT_WORDS, verdictOf } from '../verdict-text.ts';
import { BOTTLENECK_SECTION } from './bottleneck-section.ts';
import { CACHE_SECTION } from './cache-section.ts';
import { EVIDENCE_SECTION } from './evidence-section.ts';
import { FAULT_SECTION } from './fault-section.ts';
import { LATENCY_SECTION } from './latency-section.ts';
import { OBJECTIVE_SECTION } from './objective-section.ts';
import { reportPage } from './report-page.ts';
import type { ReportSection } from './report-section.ts';
import type { Provenance, ResultSubject } from './result-subject.ts';
import { STAGE_SECTION } from './stage-section.ts';
import { TIMELINE_SECTION } from './timeline-section.ts';
import { UTILIZATION_SECTION } from './utilization-section.ts';
import { verdictPanel } from './verdict-panel.ts';

/** The sections of the report: one line for each. */
export const SIMULATION_SECTIONS = new SectionRegistry<ReportSection<ResultSubject>>([
  OBJECTIVE_SECTION,
  BOTTLENECK_SECTION,
  TIMELINE_SECTION,
  FAULT_SECTION,
  UTILIZATION_SECTION,
  LATENCY_SECTION,
  CACHE_SECTION,
  STAGE_SECTION,
  EVIDENCE_SECTION,
]);

export function simulationReport(result: ResultDocument, provenance: Provenance): string {
  const { scenario, tool } = result;
  const name = scenario.variant === null ? scenario.name : `${scenario.name} (${scenario.variant})`;
  return reportPage({
    title: `${VERDICT_WORDS[verdictOf(result).kind]}: ${name}`,
    tool,
    kind: 'capacity report',
    name,
    subtitle: scenario.description ?? null,
    verdict: verdictPanel(result),
    sections: SIMULATION_SECTIONS,
    subject: { result, provenance },
    origin: ` from ${scenario.file}, SHA-256 ${scenario.sha256}`,
  });
}
