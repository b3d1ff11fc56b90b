import { readdirSync, readFileSync } from 'node:fs';
import { until } from '../until.ts';

/** A server that can be stopped where it stands, and go on. */
interface Freezable {
  readonly pid: number | undefined;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

/** Stops a server for as long as something is done; its threads stop one after the other, and then it begins. */
export async function whileFrozen(server: Freezable, action: () => Promise<void>): Promise<void> {
  server.signal('SIGSTOP');
  try {
    await until(() => threadStatesOf(server.pid!).every((state) => state === 'T'));
    await action();
  } finally {
    server.signal('SIGCONT');
  }
}

/** The states of a process's threads as proc(5) spells them; T is stopped. */
function threadStatesOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const line = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    // The name before it stands in brackets and may hold anything.
    return line.slice(line.lastIndexOf(')') + 2)[0]!;
  });
}
