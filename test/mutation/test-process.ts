import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import path from 'node:path';
import type { TestAnswer, TestRequest } from './test-host.ts';

/** How a run of tests ended. */
export type TestRun =
  | { readonly kind: 'passed'; readonly processorSeconds: number }
  | { readonly kind: 'failed'; readonly test: string }
  | { readonly kind: 'hanging' };

const POLL_MILLISECONDS = 1_000;

/** A process that runs tests, one run after the other; ended and started anew when one does not end. */
export class TestProcess {
  readonly #root: string;
  #child: ChildProcess | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Runs tests in their order until one fails. They are ended, and count as hanging, where they take more processor time than the
   * limit.
   */
  async run(request: TestRequest, processorSecondsMax: number): Promise<TestRun> {
    const child = (this.#child ??= await this.#start());
    const group = child.pid!;
    const before = processorSecondsOf(group);
    return await new Promise((resolve, reject) => {
      const settle = () => {
        clearInterval(watch);
        child.removeAllListeners();
      };
      const watch = setInterval(() => {
        if (processorSecondsOf(group) - before <= processorSecondsMax) return;
        settle();
        this.end();
        resolve({ kind: 'hanging' });
      }, POLL_MILLISECONDS);
      child.once('message', ({ failed }: TestAnswer) => {
        settle();
        resolve(
          failed === null
            ? { kind: 'passed', processorSeconds: processorSecondsOf(group) - before }
            : { kind: 'failed', test: failed },
        );
      });
      child.once('exit', (code) => {
        settle();
        this.#child = null;
        reject(new Error(`the process that runs tests ended with ${code}`));
      });
      child.send(request);
    });
  }

  /** Ends the process and all that it started. */
  end(): void {
    if (this.#child === null) return;
    process.kill(-this.#child.pid!, 'SIGKILL');
    this.#child = null;
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(path.join(import.meta.dirname, 'test-host.ts'), [this.#root], {
      cwd: this.#root,
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, CI: 'true' },
    });
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', () => reject(new Error('no process to run tests in could be started')));
    });
    child.removeAllListeners('exit');
    return child;
  }
}

/** Processor time of the processes of a group, and of those of their children that have ended. */
function processorSecondsOf(group: number): number {
  let seconds = 0;
  for (const line of execFileSync('ps', ['S', '-A', '-o', 'pgid=,time='], { encoding: 'utf8' }).split('\n')) {
    const [pgid, time = ''] = line.trim().split(/\s+/u);
    if (Number(pgid) === group) seconds += secondsOf(time);
  }
  return seconds;
}

/** "1-02:03:04" to seconds; a fraction counts too. */
function secondsOf(time: string): number {
  const [clock = '', days = '0'] = time.split('-').toReversed();
  return Number(days) * 86_400 + clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
