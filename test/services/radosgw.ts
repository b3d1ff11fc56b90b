/**
 * A real S3 server for tests and benchmarks: Ceph's radosgw over one monitor and one storage daemon that keeps its data in
 * memory, all on loopback, in a temporary folder of its own, without authentication among themselves. It ends only what it
 * started. From Debian: ceph-mon ceph-osd radosgw ceph-common.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HANGING_MILLISECONDS } from '../until.ts';
import { endProcess, missingTool } from './child-process.ts';

const run = promisify(execFile);
const PROGRAMS = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph', 'monmaptool'];
const PACKAGES = 'apt-get install --no-install-recommends ceph-mon ceph-osd radosgw ceph-common';

export interface RadosgwOptions {
  /** A file with key and certificate: the server then speaks TLS on a second port. */
  readonly certificateFile?: string;
}

export interface RadosgwUser {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Why no server can be started here; null where it can. */
export function whyNoRadosgw(): string | null {
  const missing = missingTool(PROGRAMS);
  return missing === undefined ? null : `${missing} is not installed: ${PACKAGES}`;
}

export class Radosgw {
  readonly #folder: string;
  readonly #config: string;
  readonly #daemons = new Map<string, ChildProcess>();
  readonly port: number;
  readonly securePort: number;

  private constructor(folder: string, port: number, securePort: number) {
    this.#folder = folder;
    this.#config = path.join(folder, 'ceph.conf');
    this.port = port;
    this.securePort = securePort;
  }

  static async start(options: RadosgwOptions = {}): Promise<Radosgw> {
    const folder = mkdtempSync(path.join(tmpdir(), 'headroom-radosgw-'));
    const [port, securePort, monitorPort] = await freePorts(3);
    const server = new Radosgw(folder, port, securePort);
    try {
      await server.#begin(monitorPort, options);
    } catch (cause) {
      const log = server.#logs();
      await server.stop();
      throw new Error(`radosgw did not start\n${log}`, { cause });
    }
    return server;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** By name: buckets are names below it. */
  get namedEndpoint(): string {
    const url = new URL(this.endpoint);
    url.hostname = 'localhost';
    return url.origin;
  }

  async addUser(name: string): Promise<RadosgwUser> {
    const user = { accessKeyId: `KEY${name.toUpperCase()}`, secretAccessKey: `secret/of+${name}/0123456789` };
    const { accessKeyId, secretAccessKey } = user;
    const facts = [`--uid=${name}`, `--display-name=${name}`, `--access-key=${accessKeyId}`];
    const secret = `--secret-key=${secretAccessKey}`;
    await this.#tool('radosgw-admin', ['-n', 'client.rgw', 'user', 'create', ...facts, secret]);
    return user;
  }

  /** Limits how many objects each bucket of a user may hold. */
  async setQuota(name: string, objectsMax: number): Promise<void> {
    const user = ['-n', 'client.rgw', `--uid=${name}`, '--quota-scope=bucket'];
    await this.#tool('radosgw-admin', ['quota', 'set', ...user, `--max-objects=${objectsMax}`]);
    await this.#tool('radosgw-admin', ['quota', 'enable', ...user]);
  }

  /** The S3 server alone, as by a crash: what was stored stays. */
  async kill(): Promise<void> {
    await endProcess(this.#daemons.get('radosgw'), 'SIGKILL');
    this.#daemons.delete('radosgw');
  }

  /** Freezes the S3 server, and lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#daemons.get('radosgw')?.kill(signal);
  }

  /** The S3 server again, on the same port. */
  async restart(): Promise<void> {
    this.#spawn('radosgw', ['-n', 'client.rgw']);
    await until(() => answers(this.port), this.#daemons);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#daemons.values()].map((daemon) => endProcess(daemon, 'SIGKILL')));
    this.#daemons.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #begin(monitorPort: number, { certificateFile }: RadosgwOptions): Promise<void> {
    const clusterId = randomUUID();
    const secure =
      certificateFile === undefined
        ? ''
        : ` ssl_endpoint=127.0.0.1:${this.securePort} ssl_certificate=${certificateFile}`;
    writeFileSync(
      this.#config,
      configuration({
        folder: this.#folder,
        clusterId,
        monitorPort,
        frontend: `beast endpoint=127.0.0.1:${this.port} tcp_nodelay=1${secure}`,
      }),
    );
    for (const name of ['mon', 'osd', 'rgw']) mkdirSync(path.join(this.#folder, name));
    writeFileSync(path.join(this.#folder, 'keyring'), '');
    const map = path.join(this.#folder, 'monmap');
    const monitor = `[v1:127.0.0.1:${monitorPort}/0]`;
    await run('monmaptool', ['--create', '--clobber', '--addv', 'a', monitor, '--fsid', clusterId, map]);
    await this.#tool('ceph-mon', ['-i', 'a', '--mkfs', '--monmap', map]);
    this.#spawn('ceph-mon', ['-i', 'a']);
    await until(() => this.#answersTo(['mon', 'stat'], /a/), this.#daemons);
    const storageId = randomUUID();
    await this.#tool('ceph', ['osd', 'new', storageId]);
    await this.#tool('ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', storageId]);
    await this.#tool('ceph', ['osd', 'crush', 'add', 'osd.0', '1.0', 'host=test', 'root=default']);
    this.#spawn('ceph-osd', ['-i', '0']);
    await until(() => this.#answersTo(['osd', 'stat'], /1 up/), this.#daemons);
    await this.restart();
  }

  #spawn(program: string, parameters: readonly string[]): void {
    const log = openSync(path.join(this.#folder, `${program}.out`), 'a');
    const daemon = spawn(program, ['-c', this.#config, ...parameters, '-f'], { stdio: ['ignore', log, log] });
    this.#daemons.set(program, daemon);
  }

  #tool(program: string, parameters: readonly string[]): Promise<{ stdout: string }> {
    return run(program, ['-c', this.#config, ...parameters], { timeout: HANGING_MILLISECONDS });
  }

  async #answersTo(question: readonly string[], expected: RegExp): Promise<boolean> {
    const answer = await this.#tool('ceph', ['--connect-timeout', '2', ...question]).catch(() => undefined);
    return answer !== undefined && expected.test(answer.stdout);
  }

  #logs(): string {
    const files = [...this.#daemons.keys()].map((program) => path.join(this.#folder, `${program}.out`));
    return files.map((file) => `${file}\n${readFileSync(file, 'utf8').slice(-2000)}`).join('\n');
  }
}

/** Small and quick to start; without `tcp_nodelay` every answer would wait for the client's delayed acknowledgement. */
function configuration(facts: {
  readonly folder: string;
  readonly clusterId: string;
  readonly monitorPort: number;
  readonly frontend: string;
}): string {
  const { folder, clusterId, monitorPort, frontend } = facts;
  return `[global]
fsid = ${clusterId}
mon_host = [v1:127.0.0.1:${monitorPort}/0]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
ms_bind_msgr2 = false
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_crush_chooseleaf_type = 0
osd_crush_update_on_start = false
osd_class_update_on_start = false
osd_objectstore = memstore
memstore_device_bytes = 4294967296
mon_data = ${folder}/mon
osd_data = ${folder}/osd
run_dir = ${folder}
admin_socket = ${folder}/$name.asok
pid_file = ${folder}/$name.pid
log_file = ${folder}/$name.log
mon_cluster_log_file = ${folder}/cluster.log
keyring = ${folder}/keyring
[client.rgw]
rgw_frontends = ${frontend}
rgw_dns_name = localhost
rgw_data = ${folder}/rgw
rgw_thread_pool_size = 32
rgw_user_quota_sync_interval = 1
rgw_bucket_quota_ttl = 0
rgw_enable_usage_log = false
rgw_enable_ops_log = false
rgw_enable_lc_threads = false
`;
}

/** Ports that nobody listens on now. */
async function freePorts(count: 3): Promise<[number, number, number]>;
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => net.createServer());
  const ports = await Promise.all(
    servers.map(async (server) => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function answers(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(1000);
  return fetch(`http://127.0.0.1:${port}/`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function until(
  condition: () => Promise<boolean>,
  daemons: ReadonlyMap<string, ChildProcess>,
): Promise<void> {
  const deadline = Date.now() + HANGING_MILLISECONDS;
  while (!(await condition())) {
    for (const [program, { exitCode }] of daemons) {
      if (exitCode !== null) throw new Error(`${program} ended with ${exitCode}`);
    }
    if (Date.now() > deadline) throw new Error('it hangs');
    await delay(100);
  }
}
