/** A real NFS server for tests: nfs-ganesha from the distribution's packages, on loopback, on ports of its own, in user space. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openNfsTarget } from '../../loadgen/targets/nfs/nfs-target.ts';
import { HANGING_MILLISECONDS } from '../until.ts';
import { endProcess, missingTool } from './child-process.ts';
import { ensurePortmapper, type Portmapper } from './portmapper.ts';

const PACKAGES =
  'apt-get install --no-install-recommends nfs-ganesha nfs-ganesha-vfs rpcbind util-linux iproute2';

/** Why no server can be started here; null where it can. */
export function whyNoGanesha(): string | null {
  const missing = missingTool(['ganesha.nfsd', 'rpcbind', 'nsenter', 'ip']);
  if (missing !== undefined) return `${missing} is not installed: ${PACKAGES}`;
  return process.getuid?.() === 0 ? null : 'nfs-ganesha needs root to keep the owners of files';
}

export interface Ganesha {
  /** Of the export, without options. */
  readonly url: string;
  readonly options: string;
  readonly nfsPort: number;
  readonly mountPort: number;
  /** The exported directory on this machine. */
  readonly folder: string;
  readonly portmapper: Portmapper;
  /** Of the server, as long as it runs. */
  readonly pid: number | undefined;
  /** Kills the server without warning. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and folder, and waits until it answers. */
  start(): Promise<void>;
  /** Freezes the server, and lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends what was started and removes what was made. */
  stop(): Promise<void>;
}

/**
 * Starts a server that exports "/export" for reading and writing, "/sealed" read-only and "/foreign" to another client only.
 * Rejects, with the end of its log, if it ends or hangs.
 */
export async function startGanesha(): Promise<Ganesha> {
  const portmapper = await ensurePortmapper();
  const home = mkdtempSync(path.join(tmpdir(), 'headroom-ganesha-'));
  // In memory where there is such a place: the tests are about the protocol.
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-export-'));
  const [nfsPort, mountPort] = [await freePort(), await freePort()];
  writeFileSync(path.join(home, 'ganesha.conf'), configuration(home, folder, nfsPort, mountPort));
  const options = `nfsport=${nfsPort}&mountport=${mountPort}`;
  const url = 'nfs://127.0.0.1/export';
  let server: ChildProcess | undefined;

  const start = async () => {
    const log = openSync(path.join(home, 'out'), 'a');
    const started = spawn(
      'ganesha.nfsd',
      [
        '-F',
        '-L',
        path.join(home, 'log'),
        '-f',
        path.join(home, 'ganesha.conf'),
        '-p',
        path.join(home, 'pid'),
      ],
      { stdio: ['ignore', log, log] },
    );
    server = started;
    const deadline = Date.now() + HANGING_MILLISECONDS;
    for (;;) {
      const answer = await openNfsTarget(`${url}?${options}&timeout=2s`).catch((error: unknown) => error);
      if (!(answer instanceof Error)) {
        await (answer as Awaited<ReturnType<typeof openNfsTarget>>).close();
        return;
      }
      if (Date.now() > deadline || started.exitCode !== null) {
        const tail = spawnSync('tail', ['-n', '5', path.join(home, 'log')]).stdout.toString();
        throw new Error(`nfs-ganesha does not answer: ${answer.message}\n${tail}`);
      }
      await sleep(50);
    }
  };
  const kill = () => endProcess(server, 'SIGKILL');

  const stop = async () => {
    await kill();
    await portmapper.stop();
    rmSync(home, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    options,
    nfsPort,
    mountPort,
    folder,
    portmapper,
    get pid() {
      return server?.pid;
    },
    kill,
    start,
    signal: (signal) => server?.kill(signal),
    stop,
  };
}

/** A port of loopback that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function configuration(home: string, folder: string, nfsPort: number, mountPort: number): string {
  const transfer = 'MaxRead = 1048576; MaxWrite = 1048576; PrefRead = 1048576; PrefWrite = 1048576;';
  const common = `Path = ${folder}; Squash = None; SecType = sys; ${transfer} FSAL { Name = VFS; }`;
  return `
NFS_CORE_PARAM {
  Protocols = 3,4; NFS_Port = ${nfsPort}; MNT_Port = ${mountPort};
  mount_path_pseudo = true; Enable_UDP = none; Enable_NLM = false; Enable_RQUOTA = false; Bind_addr = 127.0.0.1;
}
NFSV4 { Graceless = true; RecoveryRoot = "${home}"; }
EXPORT { Export_Id = 1; Pseudo = /export; Access_Type = RW; ${common} }
EXPORT { Export_Id = 2; Pseudo = /sealed; Tag = sealed; Access_Type = RO; ${common} }
EXPORT { Export_Id = 3; Pseudo = /foreign; Tag = foreign; Access_Type = None; CLIENT { Clients = 192.0.2.1; Access_Type = RW; } ${common} }
LOG { Default_Log_Level = EVENT; }
`;
}
