import { vi } from 'vitest';
import { explain } from '../../cli/explain.ts';
import { runProgram } from '../../cli/program.ts';

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  /** Progress, notes, and why it failed. */
  readonly stderr: string;
}

/** Runs the program with these words in the process of the test, and returns what a shell would see. */
export async function headroom(...words: readonly string[]): Promise<Run> {
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text, ...rest: readonly unknown[]) => {
      texts[stream] += String(text);
      const done = rest.at(-1);
      if (typeof done === 'function') done();
      return true;
    });
  }
  try {
    return { exitCode: await runProgram(words, new AbortController().signal), ...texts };
  } catch (error) {
    const { exitCode, lines } = explain(error, false);
    return { exitCode, stdout: texts.stdout, stderr: `${texts.stderr}${lines.join('\n')}\n` };
  } finally {
    vi.restoreAllMocks();
  }
}
