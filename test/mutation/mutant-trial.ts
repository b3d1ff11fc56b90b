/** Tries mutants in a copy of the project: runs the tests nearest to each, until one fails or enough have passed. */

import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mutant } from './mutants.ts';
import { type ImportGraph, nearestTests } from './nearest-tests.ts';
import { TestProcess } from './test-process.ts';

/** Files that are run at a time, before the time that they took is looked at; each time twice as many. */
const FIRST_FILES = 4;
/** A mutant that survives tests of so much processor time survives: those that are nearest take some seconds. */
const SURVIVING_PROCESSOR_SECONDS = 50;
/** Tests of a few files that take more processor time than this never end: that is found, too. */
const HANGING_PROCESSOR_SECONDS = 400;

/** How a mutant fared: by which test it was found, or how many of those that import it it survived. */
export type Outcome =
  | { readonly kind: 'found'; readonly by: string }
  | { readonly kind: 'hanging' }
  | { readonly kind: 'survived'; readonly tests: number; readonly of: number };

/** A project under trial. What is learnt of its tests is shared by all copies of it. */
export interface TriedProject {
  readonly root: string;
  readonly files: readonly string[];
  readonly tests: readonly string[];
  readonly graph: ImportGraph;
  /** Tests that fail by themselves. */
  readonly broken: Set<string>;
  /** Tests that were seen to pass without a mutant. */
  readonly sound: Set<string>;
}

/** A copy of a project with a process that runs its tests. */
export class MutantTrial {
  readonly #project: TriedProject;
  readonly #copy: string;
  readonly #host: TestProcess;

  constructor(project: TriedProject) {
    this.#project = project;
    this.#copy = mkdtempSync(path.join(tmpdir(), 'mutants-'));
    this.#host = new TestProcess(this.#copy);
    for (const file of project.files) this.#restore(file);
    symlinkSync(path.join(project.root, 'node_modules'), path.join(this.#copy, 'node_modules'));
  }

  async outcomeOf(mutant: Mutant): Promise<Outcome> {
    const { graph, tests, broken, sound } = this.#project;
    const { file, text } = mutant;
    const near = nearestTests(file, graph, tests).filter((test) => !broken.has(test));
    let done = 0;
    let processorSeconds = 0;
    for (let next = FIRST_FILES; done < near.length; next *= 2) {
      writeFileSync(path.join(this.#copy, file), text);
      const run = await this.#run(file, near.slice(done, done + next));
      this.#restore(file);
      if (run.kind === 'hanging') return run;
      if (run.kind === 'failed') {
        const { test } = run;
        if (sound.has(test) || (await this.#run(file, [test])).kind === 'passed') {
          sound.add(test);
          return { kind: 'found', by: test };
        }
        broken.add(test);
        return await this.outcomeOf(mutant);
      }
      done = Math.min(near.length, done + next);
      processorSeconds += run.processorSeconds;
      if (processorSeconds > SURVIVING_PROCESSOR_SECONDS) break;
    }
    return { kind: 'survived', tests: done, of: near.length };
  }

  /** Ends the process and takes the copy away. */
  end(): void {
    this.#host.end();
    rmSync(this.#copy, { recursive: true, force: true });
  }

  #run(file: string, tests: readonly string[]) {
    return this.#host.run({ root: this.#copy, changed: [file], tests }, HANGING_PROCESSOR_SECONDS);
  }

  #restore(file: string): void {
    cpSync(path.join(this.#project.root, file), path.join(this.#copy, file));
  }
}
