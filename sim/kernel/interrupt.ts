import type { Process } from './process.ts';

/** An interruption, thrown into a process at the point where it waits. */
export class Interrupt extends Error {
  override readonly name = 'Interrupt';
  readonly reason: unknown;
  /**
   * The process that was interrupted. An interrupt that ends it is thrown into its joiners too; there this is not the process that
   * catches it.
   */
  readonly process: Process;
  /** The process that interrupted it; null if none was running. */
  readonly sender: Process | null;

  constructor(reason: unknown, process: Process, sender: Process | null) {
    super(`interrupted: ${String(reason)}`);
    this.reason = reason;
    this.process = process;
    this.sender = sender;
  }
}
