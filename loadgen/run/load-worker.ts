/** A thread of a load run: makes files before it, or performs its share of the load. Run by workers.ts. */

import { once } from 'node:events';
import { afterError, closing } from '../first-error.ts';
import { RealClock } from '../runtime/clock.ts';
import { LoadSession } from '../runtime/load-session.ts';
import { rehearse } from '../runtime/rehearsal.ts';
import { Budget } from '../safety/budget.ts';
import { DeadMan } from '../safety/dead-man.ts';
import { importProtocol } from '../targets/protocol.ts';
import type { Storage } from '../targets/storage.ts';
import { type Target, TargetError } from '../targets/target.ts';
import type { TargetLocation } from '../targets/target-location.ts';
import { prepareFiles } from './prepare-files.ts';
import {
  CONTROL,
  type PrepareTask,
  type RunTask,
  type StageSignal,
  type StartSignal,
  type WorkerEnd,
  type WorkerReport,
  type WorkerTask,
} from './worker-messages.ts';

/** How often a thread tells how it fares, and looks whether it is to stop. */
const PULSE_MILLISECONDS = 200;
/** How often files that were made are told of. */
const PROGRESS_FILES = 64;

export default async function work(task: WorkerTask): Promise<WorkerEnd> {
  try {
    switch (task.kind) {
      case 'prepare':
        return await prepare(task);
      case 'run':
        return await run(task);
    }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const { code, message, retryable } = error;
    return { kind: 'failed', code, message, retryable };
  } finally {
    // Behind what was said: the leader hears all of it before it hears of the end.
    task.port.close();
  }
}

async function prepare(task: PrepareTask): Promise<WorkerEnd> {
  const { port, control, location } = task;
  const budget = new Budget(task.budget);
  const deadMan = deadManOf(control);
  // What is lost in a crash is made again by the next run: nothing needs to reach the disk one by one.
  const target = await open(task.protocol, { ...location, syncOnCommit: false });
  let files = 0;
  let bytes = 0;
  const tell = () => {
    if (files > 0) port.postMessage({ kind: 'prepared', files, bytes } satisfies WorkerReport);
    files = 0;
    bytes = 0;
  };
  const make = () =>
    prepareFiles(
      target,
      task,
      (made) => {
        files++;
        bytes += made;
        if (files === PROGRESS_FILES) tell();
      },
      (size, newFiles) =>
        Atomics.load(control, CONTROL.stop) === 0 &&
        !deadMan.isAlone() &&
        budget.take(size, newFiles) === null,
    );
  try {
    await closing(make, () => target.close());
  } finally {
    budget.release();
    tell();
  }
  return { kind: 'prepared' };
}

async function run(task: RunTask): Promise<WorkerEnd> {
  const { port, control, location, worker, settings, call } = task;
  const target = await open(task.protocol, location);
  const budget = new Budget(task.budget);
  const tell = (report: WorkerReport) => port.postMessage(report);
  try {
    rehearse(worker, settings);
    tell({ kind: 'ready' });
    const [{ startNanoseconds }] = (await once(port, 'message')) as [StartSignal];
    const storage: Storage = target.storage ?? target;
    const session = new LoadSession(worker, settings, {
      clock: new RealClock(startNanoseconds),
      storage,
      call: storage.blocksThread === true ? call : null,
      onSecond: (atSeconds, recorded) => tell({ kind: 'second', atSeconds, recorded }),
      onSignal: (part) => tell({ kind: 'signal', part }),
      permit: ({ kind, bytes }) =>
        Atomics.load(control, CONTROL.stop) === 0 &&
        budget.take(kind === 'write' ? bytes : 0, kind === 'create' ? 1 : 0) === null,
    });
    port.on('message', ({ given }: StageSignal) => session.hearSignal(given));
    const deadMan = deadManOf(control);
    const cpuBefore = threadCpuSeconds();
    const tellPulse = () => {
      const cpu = threadCpuSeconds();
      const { idleSeconds } = session;
      const workedSeconds = cpu === null ? null : cpu - cpuBefore! - idleSeconds;
      tell({ kind: 'pulse', failures: session.takeFailures(), idleSeconds, workedSeconds });
    };
    const pulse = setInterval(() => {
      session.turn();
      tellPulse();
      if (Atomics.load(control, CONTROL.stop) !== 0 || deadMan.isAlone()) session.stop();
    }, PULSE_MILLISECONDS);
    try {
      await session.run();
    } finally {
      clearInterval(pulse);
    }
    tellPulse();
    tell({ kind: 'ended' });
    // What was checked is worth more than the last word of a connection.
    await target.close().catch(() => undefined);
    return { kind: 'ended', checked: session.checked, caches: session.caches };
  } catch (error) {
    throw await afterError(error, () => target.close());
  } finally {
    budget.release();
  }
}

/** Opens a target by its protocol, the only one that this thread imports. Rejects with a TargetError. */
async function open(protocol: string, location: TargetLocation): Promise<Target> {
  return (await importProtocol(protocol)).open(location);
}

/** Processor time that this thread has taken; null before Node 23.9, which cannot tell. */
function threadCpuSeconds(): number | null {
  // The types know the newest Node only.
  const usage = (process as Partial<typeof process>).threadCpuUsage?.();
  return usage === undefined ? null : (usage.user + usage.system) * 1e-6;
}

/** Ends the thread's work when its leader is heard of no more. */
function deadManOf(control: Int32Array): DeadMan {
  return new DeadMan(() => Atomics.load(control, CONTROL.heartbeat));
}
