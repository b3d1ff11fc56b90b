import { explain } from './explain.ts';
import { note } from './terminal.ts';

/** Explains an error on stderr, and returns its exit code. */
export function tell(error: unknown): number {
  const { exitCode, lines } = explain(error, process.env['HEADROOM_DEBUG'] === '1');
  for (const line of lines) note(line);
  return exitCode;
}
