/** Runs the operator's own commands during a load: a fail-over, a restart. They are the operator's, given on the command line. */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Drill, Outage } from '../../models/load-section.ts';
import { drillLabel } from './drill-label.ts';

/** A command and when to run it, in seconds since the start of the load. */
export interface DrillRequest {
  readonly atSeconds: number;
  readonly command: string;
}

interface ArmedDrill extends DrillRequest {
  startedSeconds: number | null;
  exitCode: number | null;
  child: ChildProcess | null;
  timer: NodeJS.Timeout | null;
}

export class Drills {
  readonly #drills: ArmedDrill[];
  readonly #nowSeconds: () => number;

  constructor(requests: readonly DrillRequest[], nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds;
    this.#drills = requests
      .toSorted((a, b) => a.atSeconds - b.atSeconds)
      .map((request) => ({ ...request, startedSeconds: null, exitCode: null, child: null, timer: null }));
  }

  /** Sets the commands to their times. */
  arm(): void {
    for (const drill of this.#drills) {
      drill.timer = setTimeout(
        () => this.#start(drill),
        Math.max(0, drill.atSeconds - this.#nowSeconds()) * 1000,
      );
    }
  }

  /** No command is started any more; what runs is left to run its course. */
  disarm(): void {
    for (const { timer, child } of this.#drills) {
      if (timer !== null) clearTimeout(timer);
      child?.unref();
    }
  }

  /** Returns the commands that were run, each with the outages that it began and the one in which it was started. */
  commands(outages: readonly Outage[]): readonly Drill[] {
    const started = this.#drills.filter(({ startedSeconds }) => startedSeconds !== null);
    return started.map(({ atSeconds, command, startedSeconds, exitCode }, index) => {
      const next = started[index + 1]?.startedSeconds ?? Number.POSITIVE_INFINITY;
      const outage = outages.find(
        ({ firstFailureSeconds }) => firstFailureSeconds >= startedSeconds! && firstFailureSeconds < next,
      );
      return {
        atSeconds,
        command: drillLabel(command),
        startedSeconds: startedSeconds!,
        exitCode,
        outage: outage ?? null,
        outageBefore: outages.find((each) => isOpen(each, startedSeconds!)) ?? null,
      };
    });
  }

  #start(drill: ArmedDrill): void {
    drill.startedSeconds = this.#nowSeconds();
    const child = spawn('/bin/sh', ['-c', drill.command], { stdio: 'ignore' });
    drill.child = child;
    child.once('exit', (code) => {
      drill.exitCode = code;
    });
    child.once('error', () => {
      drill.exitCode = 127;
    });
  }
}

function isOpen({ firstFailureSeconds, recoveredSeconds }: Outage, atSeconds: number): boolean {
  return firstFailureSeconds < atSeconds && (recoveredSeconds ?? Number.POSITIVE_INFINITY) > atSeconds;
}
