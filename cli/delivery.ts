/**
 * The result of a command on all its ways out: standard output and, with `--out`, files. A way that is closed, or a report that
 * cannot be made, keeps nothing else from being written.
 */

import path from 'node:path';
import { EXIT } from './exit-codes.ts';
import { systemCodeOf } from './failure.ts';
import { toJson } from './json.ts';
import { outputFailure } from './output/output-failure.ts';
import { type OutputName, writeOutput } from './output-folder.ts';
import { tell } from './tell.ts';
import { note, print } from './terminal.ts';

export interface Findings {
  /** The document that `--json` prints. */
  readonly document: object;
  readonly summary: () => string;
  /** The name of the document among the files. */
  readonly documentName: OutputName;
  /** The other files, each made when its turn comes. */
  readonly files: Readonly<Partial<Record<OutputName, () => string | Promise<string>>>>;
}

export interface DeliveryOptions {
  readonly json: boolean;
  /** The folder, already prepared; undefined for none. */
  readonly out: string | undefined;
}

/**
 * Writes the document of `--out` first, as nothing makes it again, then standard output, then what is made from the document.
 * Resolves to what failed, each as it is to be explained.
 */
export async function deliver(
  { document, summary, documentName, files }: Findings,
  { json, out }: DeliveryOptions,
): Promise<readonly unknown[]> {
  const failed = new FailedOutputs(out ?? '');
  const write = (name: OutputName, text: () => string | Promise<string>) =>
    failed.attempt(name, async () => writeOutput(out!, name, await text()));
  if (out !== undefined) await write(documentName, () => toJson(document));
  await failed.attempt(null, async () => print(json ? toJson(document) : summary()));
  if (out === undefined) return failed.all;
  for (const [name, text] of Object.entries(files)) await write(name as OutputName, text);
  if (failed.has('report.html')) return failed.all;
  const report = `Report: ${path.join(out, 'report.html')}`;
  if (json || failed.has(null)) note(report);
  else await failed.attempt(null, () => print(`\n${report}\n`));
  return failed.all;
}

/** Tells what failed beside a result, and returns the exit code: `verdict` unless something could not be written. */
export function conclude(verdict: number, failed: readonly unknown[]): number {
  const codes = failed.map(tell);
  return codes.find((code) => code === EXIT.bug) ?? codes[0] ?? verdict;
}

class FailedOutputs {
  readonly #folder: string;
  /** Files that failed, by the system's error. */
  readonly #files = new Map<string, { readonly names: string[]; readonly error: unknown }>();
  readonly #others: unknown[] = [];
  readonly #names = new Set<OutputName | null>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `name` is null for standard output. */
  async attempt(name: OutputName | null, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#names.add(name);
      const code = systemCodeOf(error);
      // Node's own codes begin with "ERR_": what they tell of is a mistake of ours.
      if (name === null || code === null || code.startsWith('ERR_')) {
        this.#others.push(error);
        return;
      }
      const same = this.#files.get(code) ?? { names: [], error };
      same.names.push(name);
      this.#files.set(code, same);
    }
  }

  has(name: OutputName | null): boolean {
    return this.#names.has(name);
  }

  /** One for all files of which the system said the same. */
  get all(): readonly unknown[] {
    const files = [...this.#files.values()].map(({ names: [first = '', ...more], error }) =>
      outputFailure([path.join(this.#folder, first), ...more].join(', '), error),
    );
    return [...this.#others, ...files];
  }
}
