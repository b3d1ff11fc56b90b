import type { Asset } from '../../assets/asset.ts';
import type { DefaultInUse } from '../../studio.ts';
import type { DiagnosticReport } from '../diagnostic-report.ts';
import { type DocumentPath, keyPlaceAt, type Located, placeAt } from '../located.ts';
import type { Problem } from '../problem.ts';
import { neverInRun } from '../problems.ts';
import { impossibleParameters } from '../quantity-problems.ts';
import type { Place } from '../source.ts';
import type { Scenario } from '../validate.ts';

/** State shared by every step of compiling a scenario. */
export class Compilation {
  readonly scenario: Scenario;
  readonly document: Located;
  /** The assets of the scenario that are right, once they have been compiled. */
  assets: readonly Asset[] = [];
  readonly #report: DiagnosticReport;
  readonly #excerpt: boolean;
  readonly #defaults: DefaultInUse[] = [];

  constructor(scenario: Scenario, document: Located, report: DiagnosticReport, excerpt: boolean) {
    this.scenario = scenario;
    this.document = document;
    this.#report = report;
    this.#excerpt = excerpt;
  }

  /** Defaults of keys that the scenario leaves out, as far as the schema alone cannot tell them. */
  get defaults(): readonly DefaultInUse[] {
    return this.#defaults;
  }

  /** Tells what holds for the key at a path, which the scenario leaves out. */
  assume(path: readonly string[], value: string, source: string): void {
    this.#defaults.push({ key: path.join('.'), value, source });
  }

  /** Reports a problem with the value at a path. */
  fault(path: DocumentPath, problem: Problem): void {
    this.#report.add(problem, placeAt(this.document, path, problem.within));
  }

  /** Reports that what stands at a path never falls into the run, unless the run is only a part of the day. */
  absent(path: DocumentPath, what: string, span: string): void {
    if (!this.#excerpt) this.fault(path, neverInRun(what, span));
  }

  /** Reports a problem with what a key names as a whole. */
  faultOfKey(path: DocumentPath, problem: Problem): void {
    this.#report.add(problem, keyPlaceAt(this.document, path));
  }

  /** Reports a problem at a place. */
  faultAt(place: Place, problem: Problem): void {
    this.#report.add(problem, place);
  }

  /**
   * Returns the value that `build` makes of parameters that are each possible. Constructors refuse parameters that are
   * impossible together with a RangeError. It is reported at the path with `reason`, and gives undefined.
   */
  possible<Built>(what: string, reason: string, path: DocumentPath, build: () => Built): Built | undefined {
    try {
      return build();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.fault(path, impossibleParameters(what, reason));
      return undefined;
    }
  }

  /** Whether looking for further mistakes is a waste of time. */
  get isFull(): boolean {
    return this.#report.isFull;
  }
}
