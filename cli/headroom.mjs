#!/usr/bin/env node
// The program's entry, in plain JavaScript for any Node from 20 on. An installed package carries built JavaScript and runs
// on the Node that started it; a clone carries TypeScript and runs it on the pinned Node, installing that first if needed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Where nothing can be said, the exit code still tells.
process.stderr.on('error', () => {});
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

if (existsSync(path.join(root, 'cli', 'main.ts'))) {
  await import('./setup.mjs');
  runOnPinnedNode();
} else if (Number.parseInt(process.versions.node, 10) >= 22) {
  await import('../dist/cli/main.js');
} else {
  process.stderr.write(`headroom: needs Node 22 or newer; this is Node ${process.versions.node}\n`);
  process.exitCode = 2;
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
