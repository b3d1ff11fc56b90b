import type { LoadSection } from '../../models/load-section.ts';
import type { ResultDocument } from '../../models/result.ts';

/** Where a report comes from. */
export interface Provenance {
  /** The command that makes this report again. */
  readonly command: string;
  readonly scenarioText?: string;
}

/** What a report on a result is about. */
export interface ResultSubject {
  readonly result: ResultDocument;
  readonly provenance: Provenance;
}

/** What a report on a load run is about. */
export interface LoadSubject extends ResultSubject {
  /** The result's own section of this name. */
  readonly load: LoadSection;
}
