/**
 * NFS version 3: operations per second beside libnfs in C with its one connection, on the same nfs-ganesha on loopback, in pairs of
 * alternating runs.
 * Needs what test/services needs, a C compiler and libnfs-dev; without them it says so and ends.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median, quantile } from 'simple-statistics';
import { startGanesha, whyNoGanesha } from '../../test/services/ganesha.ts';

const PAIRS = Number(process.env['PAIRS'] ?? 9);
const SECONDS = '0.7';
const KIBIBYTE = 1024;
const FILE_BYTES = 64 * KIBIBYTE * KIBIBYTE;
const WORK = [
  { operation: 'getattr', depth: 16, bytes: 1, connections: 1 },
  { operation: 'getattr', depth: 64, bytes: 1, connections: 1 },
  { operation: 'read', depth: 8, bytes: 64 * KIBIBYTE, connections: 2 },
  { operation: 'read', depth: 8, bytes: KIBIBYTE * KIBIBYTE, connections: 2 },
  { operation: 'write', depth: 8, bytes: 64 * KIBIBYTE, connections: 2 },
  { operation: 'write', depth: 8, bytes: KIBIBYTE * KIBIBYTE, connections: 2 },
] as const;

interface Run {
  readonly operations: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

function run(command: string, args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as Run;
}

function compile(folder: string): string | null {
  const program = path.join(folder, 'nfs-libnfs');
  const source = path.join(import.meta.dirname, 'nfs-libnfs.c');
  return spawnSync('cc', ['-O2', source, '-o', program, '-lnfs']).status === 0 ? program : null;
}

const rate = ({ operations, wallSeconds }: Run) => operations / wallSeconds;
const cpuMicroseconds = ({ operations, cpuSeconds }: Run) => (cpuSeconds / operations) * 1e6;

async function main(): Promise<void> {
  const whyNot = whyNoGanesha();
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));
  const program = compile(folder);
  if (whyNot !== null || program === null) {
    process.stdout.write(`left out: ${whyNot ?? 'needs a C compiler and libnfs-dev'}\n`);
    return;
  }
  const server = await startGanesha();
  try {
    writeFileSync(path.join(server.folder, 'file'), Buffer.alloc(FILE_BYTES, 7));
    const url = `${server.url}?${server.options}`;
    process.stdout.write(
      `medians of ${PAIRS} pairs of ${SECONDS} s, operations/s (CPU in microseconds per operation)\n` +
        'operation  depth     bytes  connections of ours              libnfs                ours  ratio (quartiles)\n',
    );
    for (const { operation, depth, bytes, connections } of WORK) {
      const work = [operation, String(depth), SECONDS, String(bytes), String(FILE_BYTES)];
      const theirs: Run[] = [];
      const ours: Run[] = [];
      for (let pair = 0; pair < PAIRS; pair++) {
        const takeTurns = [
          () => theirs.push(run(program, [url, '/file', ...work])),
          () =>
            ours.push(
              run(process.execPath, [
                path.join(import.meta.dirname, 'nfs-run.ts'),
                `${url}&connections=${connections}`,
                'file',
                ...work,
              ]),
            ),
        ];
        for (const turn of pair % 2 === 0 ? takeTurns : takeTurns.toReversed()) turn();
      }
      const ratios = ours.map((each, pair) => rate(each) / rate(theirs[pair] ?? each));
      const [low = 0, middle = 0, high = 0] = quantile(ratios, [0.25, 0.5, 0.75]);
      const show = (runs: readonly Run[]) =>
        `${median(runs.map(rate)).toFixed(0)} (${median(runs.map(cpuMicroseconds)).toFixed(1)})`.padStart(20);
      process.stdout.write(
        `${operation.padEnd(9)} ${String(depth).padStart(6)} ${String(bytes).padStart(9)}${String(connections).padStart(21)}${show(theirs)}${show(ours)}  ${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})\n`,
      );
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
