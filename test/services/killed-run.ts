/**
 * A run, as far as its files go, that kills itself in the middle: a process of its own. It takes {"url", "kill", "before"}:
 * the number of the call to the target at which it ends, 0 for none, and whether that is before the call or while it is under way.
 * Where it comes to its end it prints how many calls there were.
 */

import { BlockData } from '../../loadgen/data/block-data.ts';
import { inspectTarget } from '../../loadgen/safety/inspect-target.ts';
import { openSandbox } from '../../loadgen/safety/sandbox.ts';
import { openTarget } from '../../loadgen/targets/protocols.ts';
import type { Target } from '../../loadgen/targets/target.ts';
import { locationOf } from '../loadgen/location-of.ts';

const MIB = 2 ** 20;
const RUN_KEY = 'killed';
const CONSENTS = { network: true, systemDevice: true };
const PLANNED = [
  { directory: 'wave/assets', firstFile: 0, files: 8, versionsMax: 2, bytesMax: 30_000 },
  { directory: 'wave/frames', firstFile: 0, files: 3, versionsMax: 0, bytesMax: 9 * MIB },
];

interface Order {
  readonly url: string;
  readonly kill: number;
  readonly before: boolean;
}

const { url, kill, before } = JSON.parse(process.argv[2] ?? '') as Order;
let calls = 0;

function counted(target: Target): Target {
  return new Proxy(target, {
    get: (object, name) => {
      const member: unknown = Reflect.get(object, name, object);
      if (typeof member !== 'function') return member;
      return (...parameters: readonly unknown[]) => {
        const isLast = ++calls === kill;
        if (isLast && before) process.kill(process.pid, 'SIGKILL');
        const answer: unknown = Reflect.apply(member, object, parameters);
        // What was begun is on its way to the server, if there is one.
        if (isLast) setImmediate(() => process.kill(process.pid, 'SIGKILL'));
        return answer;
      };
    },
  });
}

const location = locationOf(url);
const target = counted(await openTarget(location));
const inspection = await inspectTarget(location, target, CONSENTS);
const sandbox = await openSandbox(target, inspection, {
  run: `killed-${process.pid}`,
  runKey: RUN_KEY,
  planned: PLANNED,
  startedAtSeconds: 0,
});
const data = new BlockData(RUN_KEY);

/** `file` is what the blocks say, `name` what it is called. */
async function write(file: string, name: string, bytes: number, partBytes: number): Promise<void> {
  const path = `${sandbox.directory}/${name}`;
  await target.create(path);
  for (let at = 0; at < bytes; at += partBytes) {
    const part = new Uint8Array(Math.min(partBytes, bytes - at));
    data.generate(part, file, 1, at);
    await target.write(path, at, part);
  }
  await target.commit(path);
}

for (let index = 0; index < 8; index++) {
  const file = `wave/assets/00000${index}`;
  await write(file, file, 3000 * (index + 1), 7000);
  if (index % 2 === 0) await write(file, `${file}.v1`, 5000, 3000);
  if (index % 3 === 0)
    await target.rename(`${sandbox.directory}/${file}`, `${sandbox.directory}/${file}.done`);
  if (index === 7) await target.remove(`${sandbox.directory}/${file}`);
}
await write('wave/frames/000001', 'wave/frames/000001', 9 * MIB, 3 * MIB);
// As between the probes of a ramp: what was changed goes, and what the next needs is written down before it is made.
await sandbox.cleanVersions();
await sandbox.grow([
  ...PLANNED,
  { directory: 'wave/more', firstFile: 0, files: 2, versionsMax: 0, bytesMax: 9000 },
]);
await write('wave/more/000001', 'wave/more/000001', 9000, 4096);
await sandbox.clean('remove');
await target.close();
process.stdout.write(String(calls));
