/** A guard that may stop a run; a `Watch` of loadgen/run/run-load.ts. */
export interface SafetyWatch {
  readonly name: string;
  /** Answers at once, from what is known by now: a sentence that says why the run has to stop, or null. */
  check(): Promise<string | null>;
}
