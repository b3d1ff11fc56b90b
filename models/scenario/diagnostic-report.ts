import type { Diagnostic } from './diagnostic.ts';
import type { Problem } from './problem.ts';
import { type Place, positionAt, type Source } from './source.ts';

/** More mistakes than anyone reads; the rest is counted, not kept. */
const DIAGNOSTICS_MAX = 200;

/** Collects the mistakes of one scenario, each once, and gives them in the order of the text. */
export class DiagnosticReport {
  readonly #found = new Map<Source, Map<string, Diagnostic>>();
  #count = 0;
  #errors = 0;

  add(problem: Problem, place: Place): void {
    let ofSource = this.#found.get(place.source);
    if (ofSource === undefined) {
      ofSource = new Map();
      this.#found.set(place.source, ofSource);
    }
    const key = `${place.start} ${problem.code} ${problem.message}`;
    if (ofSource.has(key)) return;
    if (problem.severity === 'error') this.#errors++;
    if (this.isFull) return;
    this.#count++;
    const { line, column } = positionAt(place.source, place.start);
    ofSource.set(key, {
      code: problem.code,
      severity: problem.severity,
      file: place.source.path,
      line,
      column,
      span: { start: place.start, end: place.end },
      message: problem.message,
      help: problem.help,
    });
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  /** Whether no more mistakes are taken; looking for further ones is then a waste of time. */
  get isFull(): boolean {
    return this.#count >= DIAGNOSTICS_MAX;
  }

  /** Returns the diagnostics in the order in which the sources were read, then by place in the text. */
  sorted(sources: readonly Source[]): Diagnostic[] {
    return sources.flatMap((source) =>
      [...(this.#found.get(source)?.values() ?? [])].toSorted(
        (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1),
      ),
    );
  }
}
