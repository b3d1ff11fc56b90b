/** Ends of the program for want of what the system gives a process: open files, threads, memory. */

import { readFileSync } from 'node:fs';
import { EXIT } from './exit-codes.ts';
import { Failure, systemCodeOf } from './failure.ts';

const CAUSES_MAX = 8;

/** Returns what to say of an error that comes from too few open files, threads or too little memory; null for any other. */
export function scarcityOf(thrown: unknown): Failure | null {
  let error = thrown;
  for (let depth = 0; depth < CAUSES_MAX && error instanceof Error; depth++) {
    const said = `${systemCodeOf(error) ?? ''} ${error.message}`;
    if (/\bE[MN]FILE\b|too many open files/i.test(said)) return tooFewFiles(thrown);
    if (/\bERR_WORKER_OUT_OF_MEMORY\b|\bENOMEM\b/.test(said)) return tooLittleMemory(thrown);
    if (/\bERR_WORKER_INIT_FAILED\b|spawn \S+ EAGAIN/.test(said)) return tooFewThreads(thrown);
    error = error.cause;
  }
  return null;
}

function tooFewFiles(cause: unknown): Failure {
  const limit = openFilesMax();
  const message = `too few files may be open at once${limit === null ? '' : `: the limit is ${limit}`}`;
  return new Failure(EXIT.system, message, {
    hint: 'raise the limit, such as with "ulimit -n 1024", or use fewer --threads',
    cause,
  });
}

function tooFewThreads(cause: unknown): Failure {
  return new Failure(EXIT.system, 'the system starts no more threads for this user', {
    hint: 'raise the limit, see "ulimit -u", or use fewer --threads',
    cause,
  });
}

function tooLittleMemory(cause: unknown): Failure {
  const message = cause instanceof Failure ? cause.message : 'there is too little memory';
  return new Failure(EXIT.system, message, {
    hint: 'use fewer --threads, a shorter --duration, or a machine with more memory',
    cause,
  });
}

/** The limit of this process; null where the system does not tell. */
function openFilesMax(): number | null {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? null : Number(limit);
  } catch {
    return null;
  }
}
