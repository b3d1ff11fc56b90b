/** fio at one kind of work, with the latency of every operation kept, as it does unless told otherwise. */

import { spawnSync } from 'node:child_process';
import type { Run } from './pairs.ts';

/** On either side, before anything counts: a load runs for minutes, by when the compiler of Node is done. */
export const WARM_UP_SECONDS = 1.5;

export interface FileWork {
  readonly file: string;
  readonly fileBytes: number;
  readonly use: 'read' | 'write';
  readonly order: 'random' | 'sequential';
  readonly bytes: number;
  readonly jobs: number;
  readonly depth: number;
  readonly direct: boolean;
  readonly seconds: number;
}

interface FioReport {
  readonly jobs: readonly {
    readonly job_runtime: number;
    readonly usr_cpu: number;
    readonly sys_cpu: number;
    readonly read: { readonly total_ios: number; readonly runtime: number };
    readonly write: { readonly total_ios: number; readonly runtime: number };
  }[];
}

export function runFio(engine: 'psync' | 'io_uring', work: FileWork): Run {
  const { status, stdout, stderr } = spawnSync(
    'fio',
    [
      '--name=bench',
      `--filename=${work.file}`,
      `--filesize=${work.fileBytes}`,
      `--rw=${work.order === 'random' ? 'rand' : ''}${work.use}`,
      `--bs=${work.bytes}`,
      `--numjobs=${work.jobs}`,
      `--ioengine=${engine}`,
      `--iodepth=${work.depth}`,
      `--direct=${work.direct ? 1 : 0}`,
      '--thread',
      '--norandommap',
      '--invalidate=0',
      '--fallocate=none',
      '--overwrite=1',
      '--time_based',
      `--ramp_time=${WARM_UP_SECONDS * 1000}ms`,
      `--runtime=${work.seconds * 1000}ms`,
      '--group_reporting',
      '--output-format=json',
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`fio: ${stderr}${stdout}`);
  const job = (JSON.parse(stdout) as FioReport).jobs[0];
  if (job === undefined) throw new Error('fio reports no job');
  const { total_ios: operations, runtime } = job[work.use];
  const cpuSeconds = ((job.usr_cpu + job.sys_cpu) / 100) * (job.job_runtime / 1000);
  return { operations, wallSeconds: runtime / 1000, cpuSeconds };
}
