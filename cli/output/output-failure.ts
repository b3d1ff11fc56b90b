import { EXIT } from '../exit-codes.ts';
import { Failure, messageOf, systemCodeOf } from '../failure.ts';
import { ShortWrite } from './write-all.ts';

/** Codes that speak of the storage behind a name, not of the name: another folder of the same storage would fail as well. */
const OF_THE_STORAGE = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EAGAIN',
  'ESTALE',
  'ETIMEDOUT',
  'ENODEV',
  'ENXIO',
]);

/** The end of the program where an output cannot be written. `what` names the output: "out/report.html". */
export function outputFailure(what: string, thrown: unknown): Failure {
  return new Failure(EXIT.output, `cannot write ${what}: ${reasonOf(thrown)}`, { cause: thrown });
}

/** Whether storage failed, rather than that it may not be used as it was asked to be. */
export function isOfStorage(thrown: unknown): boolean {
  return OF_THE_STORAGE.has(systemCodeOf(systemErrorOf(thrown)) ?? '');
}

/** Why an output cannot be written, with how much of it was. */
export function reasonOf(thrown: unknown): string {
  const why = wordsOf(systemErrorOf(thrown));
  if (!(thrown instanceof ShortWrite) || thrown.writtenBytes === 0) return why;
  return `after ${thrown.writtenBytes} of ${thrown.wholeBytes} bytes ${why}`;
}

/** The error of the system call that failed. */
export function systemErrorOf(thrown: unknown): unknown {
  return thrown instanceof ShortWrite ? thrown.cause : thrown;
}

function wordsOf(error: unknown): string {
  switch (systemCodeOf(error)) {
    case 'EEXIST':
    case 'ENOTDIR':
      return 'there is a file of this name';
    case 'EISDIR':
      return 'there is a folder of this name';
    case 'ENOENT':
      return 'there is no such folder';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it may not be written by this user';
    case 'ENOSPC':
      return 'no space is left there; make room, or write elsewhere';
    case 'EDQUOT':
      return 'the quota there is used up; make room, or write elsewhere';
    case 'EFBIG':
      return 'it would be larger than a file may be';
    case 'EIO':
      return 'the device reports an error';
    case 'EAGAIN':
      return 'it takes nothing more';
    case null:
    default:
      return messageOf(error);
  }
}
