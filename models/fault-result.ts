/** One fault of a run, as the result document has it. */
export interface FaultResult {
  readonly name: string;
  /** Name of the kind of fault. */
  readonly kind: string;
  /** The part of the studio that it struck. */
  readonly target: string;
  /** The event, in words that follow its name: "fails". */
  readonly effect: string;
  /** When it began, in seconds since the start of the run. */
  readonly atSeconds: number;
  /** When it was repaired, in seconds since the start of the run; null where that was not before the last work had ended. */
  readonly repairedAtSeconds: number | null;
  /** Attempts at jobs that it killed, mean per replication. */
  readonly killed: number;
  /** Killed jobs that were tried again. */
  readonly retried: number;
  /** Killed jobs whose last attempt this was: they were never done. */
  readonly lost: number;
}
