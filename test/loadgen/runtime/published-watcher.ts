/**
 * A program that looks for files whose names end in ".done" in a directory until its input ends, reads each as soon as it sees it,
 * and says which it saw, and which of them were not whole: a mebibyte of what the run writes.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BlockData } from '../../../loadgen/data/block-data.ts';

const FILE_BYTES = 2 ** 20;
const [root = '', runKey = ''] = process.argv.slice(2);
const data = new BlockData(runKey);
const seen = new Set<string>();
const wrong: string[] = [];
let ending = false;

function look(): void {
  if (!existsSync(root)) return;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !file.endsWith('.done') || seen.has(file)) continue;
    seen.add(file);
    const bytes = readFileSync(file);
    const name = path.relative(root, file).replace(/\.v1\.done$/, '');
    const region = data.verify(bytes, name, 0, { oldest: 1, newest: 1 });
    if (bytes.length !== FILE_BYTES || region !== null) wrong.push(`${name}: ${bytes.length} bytes`);
  }
}

function goOn(): void {
  look();
  if (ending) {
    // What was published until the end is looked at, too.
    look();
    process.stdout.write(JSON.stringify({ seen: [...seen], wrong }));
  } else setTimeout(goOn, 1);
}

process.stdin.on('end', () => {
  ending = true;
});
process.stdin.resume();
process.stdout.write('watching\n');
goOn();
