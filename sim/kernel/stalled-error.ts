import type { Process } from './process.ts';

const NAMED = 5;

/** An alarm: no event is left, and processes wait for servers or for flows that will never come to their end. */
export class StalledError extends Error {
  override readonly name = 'StalledError';
  readonly processes: readonly Process[];

  constructor(processes: readonly Process[]) {
    const named = processes
      .slice(0, NAMED)
      .map(({ name, waitingIn }) => `${name} for ${waitingIn?.waitsFor ?? 'nothing'}`);
    const more = processes.length > NAMED ? [`${processes.length - NAMED} more`] : [];
    super(`no event is left, but processes wait: ${[...named, ...more].join('; ')}`);
    this.processes = processes;
  }
}
