import type { ComparisonDocument } from '../../../models/comparison.ts';

/** What a report on several candidates is about. */
export interface ComparisonSubject {
  readonly comparison: ComparisonDocument;
  /** The command that makes the report again. */
  readonly command: string;
}
