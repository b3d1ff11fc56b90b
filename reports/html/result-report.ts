import type { ResultDocument } from '../../models/result.ts';
import { loadReport } from './load-report.ts';
import type { Provenance } from './result-subject.ts';
import { simulationReport } from './simulation-report.ts';

/** The report on a result, simulated or measured. */
export function resultReport(result: ResultDocument, provenance: Provenance): string {
  return result.load === undefined
    ? simulationReport(result, provenance)
    : loadReport(result, result.load, provenance);
}
