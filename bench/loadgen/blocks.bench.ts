/** The cost of making the content of files and of verifying it. */

import { BlockData } from '../../loadgen/data/block-data.ts';

const GIBIBYTES = 2;
const ROUNDS = 5;
const FILES = 1024;

const data = new BlockData('bench');
const names = Array.from({ length: FILES }, (_, index) => `wave/assets/${String(index).padStart(6, '0')}`);

function secondsPerCall(calls: number, call: (turn: number) => void): number {
  const started = performance.now();
  for (let turn = 0; turn < calls; turn++) call(turn);
  return (performance.now() - started) / 1000 / calls;
}

for (const bytes of [4096, 65_536, 1_048_576]) {
  const buffer = new Uint8Array(bytes);
  const calls = (GIBIBYTES * 2 ** 30) / ROUNDS / bytes;
  const allowed = { oldest: 1, newest: 3 };
  const generations: number[] = [];
  const verifications: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    generations.push(
      secondsPerCall(calls, (turn) => data.generate(buffer, names[turn % FILES]!, 2, turn * bytes)),
    );
    data.generate(buffer, names[round]!, 2, 0);
    verifications.push(
      secondsPerCall(calls, () => {
        if (data.verify(buffer, names[round]!, 0, allowed) !== null)
          throw new Error('what was filled is wrong');
      }),
    );
  }
  for (const [what, seconds] of [
    ['generate', generations],
    ['verify', verifications],
  ] as const) {
    const median = seconds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
    process.stdout.write(
      `${what} ${bytes / 1024} KiB: ${(median * 1e6).toFixed(2)} us, ${(bytes / median / 1e9).toFixed(1)} GB/s\n`,
    );
  }
}
