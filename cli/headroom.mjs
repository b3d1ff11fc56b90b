#!/usr/bin/env node
// The program's entry, in plain JavaScript for any Node from 20 on. An installed package carries built JavaScript and runs
// on the Node that started it; a clone carries TypeScript and runs it on the pinned Node, installing that first if needed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Where nothing can be said, the exit code still tells.
process.stderr.on('error', () => {});
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Node itself needs about twenty; below this it ends without a word, or with many. */
const OPEN_FILES_MIN = 32;

if (openFilesMax() < OPEN_FILES_MIN) {
  process.stderr.write(
    `headroom: too few files may be open at once: the limit is ${openFilesMax()}\n  raise the limit, such as with "ulimit -n 1024"\n`,
  );
  process.exitCode = 10;
} else if (existsSync(path.join(root, 'cli', 'main.ts'))) {
  await import('./setup.mjs');
  runOnPinnedNode();
} else if (Number.parseInt(process.versions.node, 10) >= 22) {
  await import('../dist/cli/main.js');
} else {
  process.stderr.write(`headroom: needs Node 22 or newer; this is Node ${process.versions.node}\n`);
  process.exitCode = 2;
}

/** The limit of this process, infinity where the system does not tell. */
function openFilesMax() {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return Number(limit ?? Infinity);
  } catch {
    return Infinity;
  }
}

function runOnPinnedNode() {
  const pinned = path.join(root, 'node_modules', '.bin', 'node');
  // The pinned Node does not come for every platform; there, tsx lets the one at hand read TypeScript.
  const [node, ...loader] = existsSync(pinned) ? [pinned] : [process.execPath, '--import', 'tsx'];
  const child = spawn(node, [...loader, path.join(root, 'cli', 'main.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`headroom: cannot start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
