import type { ComparisonDocument } from '../../../models/comparison.ts';

/** Subject of a report on several candidates. */
export interface ComparisonSubject {
  readonly comparison: ComparisonDocument;
  /** The command that makes the report again. */
  readonly command: string;
}
