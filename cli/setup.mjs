// Installs the pinned dependencies when, and only when, package-lock.json has changed since the last install.
// Plain JavaScript for the Node found on the machine (20 or newer): it runs before the pinned runtime exists.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamp = path.join(root, 'node_modules', '.headroom-installed');
const wanted = createHash('sha256')
  .update(readFileSync(path.join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (installed !== wanted) {
  process.stderr.write('headroom: installing dependencies (once per change of package-lock.json)\n');
  // Inside an npm script this is npm itself; other package managers set the same variable to themselves.
  const running = process.env.npm_execpath ?? '';
  const [command, args] = running.endsWith('npm-cli.js')
    ? [process.execPath, [running, 'ci']]
    : ['npm', ['ci']];
  const result = spawnSync(
    command,
    [...args, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (result.status !== 0) {
    process.stderr.write(
      'headroom: npm ci failed; see its message above, mend it, and run the command again\n',
    );
    process.exit(result.status ?? 1);
  }
  try {
    writeFileSync(stamp, wanted);
  } catch (error) {
    process.stderr.write(
      `headroom: dependencies will be installed again next time: cannot write ${stamp}: ${error.message}\n`,
    );
  }
}
