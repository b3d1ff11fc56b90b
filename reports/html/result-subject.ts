import type { LoadSection } from '../../models/load-section.ts';
import type { ResultDocument } from '../../models/result.ts';

/** Origin of a report. */
export interface Provenance {
  /** The command that makes this report again. */
  readonly command: string;
  readonly scenarioText?: string;
}

/** Subject of a report on a result. */
export interface ResultSubject {
  readonly result: ResultDocument;
  readonly provenance: Provenance;
}

/** Subject of a report on a load run. */
export interface LoadSubject extends ResultSubject {
  /** The result's own section of this name. */
  readonly load: LoadSection;
}
