/** Two programs at the same work, in pairs of alternating runs: what is compared is what ran in the same seconds. */

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { median, quantile } from 'simple-statistics';

export interface Run {
  readonly operations: number;
  readonly wallSeconds: number;
  /** CPU time of all threads of the process. */
  readonly cpuSeconds: number;
}

export interface Pairs {
  readonly theirs: readonly Run[];
  readonly ours: readonly Run[];
}

/** Runs a program that prints its run as a line of JSON at the end. */
export function runProgram(command: string, args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${path.basename(command)} ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as Run;
}

export function inPairs(count: number, theirs: () => Run, ours: () => Run): Pairs {
  const runs: { theirs: Run[]; ours: Run[] } = { theirs: [], ours: [] };
  for (let pair = 0; pair < count; pair++) {
    const turns = [() => runs.theirs.push(theirs()), () => runs.ours.push(ours())];
    for (const turn of pair % 2 === 0 ? turns : turns.toReversed()) turn();
  }
  return runs;
}

export const rateOf = ({ operations, wallSeconds }: Run) => operations / wallSeconds;
export const cpuMicrosecondsOf = ({ operations, cpuSeconds }: Run) => (cpuSeconds / operations) * 1e6;

/**
 * Returns one row of the table: median rates with the CPU time of an operation, then three ratios. These are the ratios
 * of rates pair by pair with their quartiles, the ratio of the best runs, and the ratio of CPU times. The best runs are
 * those that other work on the machine disturbed least.
 */
export function rowOf({ theirs, ours }: Pairs): string {
  const ratios = ours.map((each, pair) => rateOf(each) / rateOf(theirs[pair] ?? each));
  const cpuRatios = ours.map(
    (each, pair) => cpuMicrosecondsOf(each) / cpuMicrosecondsOf(theirs[pair] ?? each),
  );
  const [low = 0, middle = 0, high = 0] = quantile(ratios, [0.25, 0.5, 0.75]);
  const show = (runs: readonly Run[]) =>
    `${median(runs.map(rateOf)).toFixed(0)} (${median(runs.map(cpuMicrosecondsOf)).toFixed(2)})`.padStart(18);
  const bestOf = (runs: readonly Run[]) => Math.max(...runs.map(rateOf));
  const best = (bestOf(ours) / bestOf(theirs)).toFixed(2);
  const quartiles = `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return `${show(theirs)}${show(ours)}  ${quartiles}  ${best}  ${median(cpuRatios).toFixed(2)}`;
}

export const ROW_HEAD = '            theirs              ours  ratio (quartiles)    best  CPU';
