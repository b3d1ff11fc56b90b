/**
 * Name of a file of a run: "000017" is file 17 of its directory, "000017.v2" its second version. Either may end in
 * ".done" (see loadgen/plan/file-ledger.ts).
 */

export interface FileName {
  readonly number: number;
  /** 0 for the file itself. */
  readonly version: number;
  readonly done: boolean;
}

const NUMBER_DIGITS = 6;
const FILE_NAME = /^(\d{6,15})(?:\.v([1-9]\d{0,14}))?(\.done)?$/;

export function fileName({ number, version, done }: FileName): string {
  const digits = String(number).padStart(NUMBER_DIGITS, '0');
  return `${digits}${version === 0 ? '' : `.v${version}`}${done ? '.done' : ''}`;
}

/** Undefined for a name that no file of a run has. */
export function parseFileName(text: string): FileName | undefined {
  const match = FILE_NAME.exec(text);
  if (match === null) return undefined;
  const [, digits = '', version = '0', done] = match;
  const name = { number: Number(digits), version: Number(version), done: done !== undefined };
  // "0000017" is another name than "000017".
  return fileName(name) === text ? name : undefined;
}
