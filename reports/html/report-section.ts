import type { Html } from './html.ts';

/** A part of a report under a heading of its own. */
export interface ReportSection<Subject> {
  /** The id of its heading, to which the list at the top of the page leads. */
  readonly id: string;
  /** Returns its name in that list. */
  title(subject: Subject): string;
  /** Returns its markup, a `section` that is labelled by the heading; empty where there is nothing to show. */
  render(subject: Subject): Html;
}
