/**
 * Completions of flows per second of CPU time, ours beside SimGrid's, in alternating runs; the means must agree to six
 * digits.
 *
 *   node bench/fluid/simgrid.bench.ts [rounds]        (needs g++ and libsimgrid-dev for the peer)
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Measured, runWorkload, type Workload } from './workload.ts';

interface Case {
  readonly users: number;
  readonly nics: boolean;
  /** As many as the peer does in seconds, and before rounding makes the trajectories part. */
  readonly completions: number;
}

const CASES: readonly Case[] = [
  { users: 100, nics: false, completions: 20_000 },
  { users: 100, nics: true, completions: 20_000 },
  { users: 1000, nics: false, completions: 20_000 },
  { users: 1000, nics: true, completions: 20_000 },
  { users: 10_000, nics: false, completions: 500 },
  { users: 10_000, nics: true, completions: 500 },
];
const MEAN_THINK_SECONDS = 10;
/** Ours is timed over more: it would be done with the peer's before it is compiled. */
const TIMED_COMPLETIONS = 300_000;

function buildPeer(folder: string): string | null {
  const program = path.join(folder, 'simgrid');
  const source = path.join(import.meta.dirname, 'simgrid.cpp');
  const build = spawnSync('g++', ['-O2', '-std=c++17', '-o', program, source, '-lsimgrid'], {
    encoding: 'utf8',
  });
  if (build.error !== undefined) {
    process.stdout.write(`without SimGrid: g++ does not run (${build.error.message})\n`);
    return null;
  }
  if (build.status !== 0) {
    process.stdout.write(`without SimGrid: g++ fails; is libsimgrid-dev installed?\n${build.stderr}\n`);
    return null;
  }
  return program;
}

function runPeer(program: string, { users, completions, nics, meanThinkSeconds }: Workload): Measured {
  const output = execFileSync(program, [users, completions, nics ? 1 : 0, meanThinkSeconds].map(String), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [completionsPerSecond, meanFlowSeconds] = output.split(' ').map(Number);
  return { completionsPerSecond: completionsPerSecond!, meanFlowSeconds: meanFlowSeconds! };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

const rate = (perSecond: number) => Math.round(perSecond).toLocaleString('en-US').padStart(9);

const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(path.join(tmpdir(), 'fluid-bench-'));
try {
  const peer = buildPeer(folder);
  process.stdout.write('users   NICs    SimGrid/s     ours/s   ratio   mean flow s (SimGrid, ours)\n');
  for (const { users, nics, completions } of CASES) {
    const workload = { users, nics, completions, meanThinkSeconds: MEAN_THINK_SECONDS };
    const ours: number[] = [];
    const theirs: number[] = [];
    const { meanFlowSeconds } = runWorkload(workload);
    let theirMean = NaN;
    for (let round = 0; round < rounds; round++) {
      if (peer !== null) {
        const measured = runPeer(peer, workload);
        theirs.push(measured.completionsPerSecond);
        theirMean = measured.meanFlowSeconds;
      }
      ours.push(runWorkload({ ...workload, completions: TIMED_COMPLETIONS }).completionsPerSecond);
    }
    const comparison =
      peer === null
        ? `        -  ${rate(median(ours))}       -   ${meanFlowSeconds.toFixed(6)}`
        : `${rate(median(theirs))}  ${rate(median(ours))}  ${(median(ours) / median(theirs)).toFixed(0).padStart(6)}   ` +
          `${theirMean.toFixed(6)} ${meanFlowSeconds.toFixed(6)}` +
          (Math.abs(theirMean / meanFlowSeconds - 1) < 1e-6 ? '' : '   MEANS DIFFER');
    process.stdout.write(`${String(users).padStart(5)}   ${nics ? 'yes ' : 'no  '}   ${comparison}\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
