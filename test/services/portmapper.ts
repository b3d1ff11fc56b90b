/**
 * A port mapper, for NFS servers to register with, which they insist on. rpcbind listens at every address of the machine and
 * has no option against it; so it gets a network of its own, with nothing but loopback, and is reached by its socket in the
 * file system. Where the machine runs a port mapper already, that one serves.
 */

import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { HANGING_MILLISECONDS } from '../until.ts';
import { endProcess } from './child-process.ts';

export interface Portmapper {
  /** The program that runs a command where port 111 of loopback is the port mapper's, and its first arguments. */
  readonly inside: readonly string[];
  stop(): Promise<void>;
}

/** Rejects if none can be started. */
export async function ensurePortmapper(): Promise<Portmapper> {
  if (answers([])) return { inside: [], stop: () => Promise.resolve() };
  const started = spawn('unshare', ['-n', 'sh', '-c', 'ip link set lo up; exec rpcbind -f'], {
    stdio: 'ignore',
  });
  const inside = ['nsenter', '-t', String(started.pid), '-n'];
  const deadline = Date.now() + HANGING_MILLISECONDS;
  while (Date.now() < deadline) {
    // It ends at once where another run of the tests has one: servers find that by its socket.
    if (started.exitCode !== null && spawnSync('rpcinfo').status === 0) {
      return { inside: [], stop: () => Promise.resolve() };
    }
    if (answers(inside)) return { inside, stop: () => endProcess(started, 'SIGTERM') };
    await sleep(50);
  }
  await endProcess(started, 'SIGTERM');
  throw new Error('rpcbind does not answer');
}

function answers(inside: readonly string[]): boolean {
  const [command, ...rest] = [...inside, 'rpcinfo', '-p', '127.0.0.1'];
  return spawnSync(command, rest).status === 0;
}
