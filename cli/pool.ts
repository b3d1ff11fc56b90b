/**
 * Independent pieces of work on worker threads. The answers depend on the work alone. They come in the order of the
 * tasks, however many threads there are and whichever finishes first. A worker that dies takes only its own task with
 * it; the pool starts another.
 */

import { totalmem } from 'node:os';
import { Piscina } from 'piscina';
import { EXIT } from './exit-codes.ts';
import { Failure, messageOf, systemCodeOf } from './failure.ts';

const MEBIBYTE = 1024 * 1024;

/** Tasks under way for each thread: so many that one which takes long leaves no thread idle. */
const AHEAD = 256;

export interface PoolOptions {
  /** Module whose default export takes one task and returns its answer; both must be structured-cloneable. */
  readonly worker: URL;
  readonly threads: number;
  /** Limit of each worker's heap; default: an equal share of three quarters of the machine's memory. */
  readonly heapMebibytes?: number;
}

export class Pool<Task, Answer> {
  readonly #piscina: Piscina<Task, Answer>;
  readonly #heapMebibytes: number;
  /** The error by which no worker can be started any more. */
  #breakdown: Error | null = null;

  constructor({ worker, threads, heapMebibytes = heapShareMebibytes(threads) }: PoolOptions) {
    this.#heapMebibytes = heapMebibytes;
    this.#piscina = new Piscina<Task, Answer>({
      filename: worker.href,
      minThreads: threads,
      maxThreads: threads,
      // Without a limit a worker that outgrows the machine is killed together with the program, and without a word.
      // A young generation of this size outlives the batches under way, which halves the time that collection takes.
      resourceLimits: { maxOldGenerationSizeMb: heapMebibytes, maxYoungGenerationSizeMb: 384 },
    });
    this.#piscina.on('error', (error: Error) => {
      this.#breakdown ??= error;
      // Tasks that wait for a worker would wait for ever: this rejects them.
      void this.close();
    });
  }

  get threads(): number {
    return this.#piscina.threads.length;
  }

  /** `label` names the task in the message of a Failure, which is thrown when the worker fails or dies. */
  async run(task: Task, label: string, signal?: AbortSignal): Promise<Answer> {
    try {
      return await this.#piscina.run(task, signal === undefined ? {} : { signal });
    } catch (thrown) {
      if (signal?.aborted) throw signal.reason;
      const error = this.#breakdown ?? thrown;
      throw new Failure(EXIT.bug, `${label} failed: ${this.#explain(error)}`, { cause: error });
    }
  }

  /** Ends the workers, running or not. */
  async close(): Promise<void> {
    await this.#piscina.destroy();
  }

  #explain(error: unknown): string {
    if (systemCodeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
      return `its worker needed more than ${this.#heapMebibytes} MiB of memory; fewer --threads leave more for each`;
    }
    return messageOf(error);
  }
}

/**
 * Runs all tasks and returns their answers in order. The first task in that order that fails ends the rest. At most
 * `AHEAD` tasks per thread are in flight, so that a million waiting tasks take no memory.
 */
export async function runAll<Task, Answer>(
  pool: Pool<Task, Answer>,
  tasks: Iterable<{ readonly task: Task; readonly label: string }>,
  options: { readonly signal: AbortSignal; readonly onDone: () => void },
): Promise<Answer[]> {
  const underWay: Promise<Answer>[] = [];
  const most = AHEAD * pool.threads;
  const answers: Answer[] = [];
  const start = async (task: Task, label: string) => {
    const answer = await pool.run(task, label, options.signal);
    options.onDone();
    return answer;
  };
  for (const { task, label } of tasks) {
    if (underWay.length === most) answers.push(await underWay.shift()!);
    const running = start(task, label);
    // Awaited in order: a later task that fails first must not count as a rejection that nobody handles.
    running.catch(() => {});
    underWay.push(running);
  }
  for (const running of underWay) answers.push(await running);
  return answers;
}

/** Memory for the heaps of all workers: three quarters of the machine's, or of the process's limit. */
export function memoryForWorkersBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity) * 0.75;
}

function heapShareMebibytes(threads: number): number {
  return Math.max(64, Math.floor(memoryForWorkersBytes() / threads / MEBIBYTE));
}
