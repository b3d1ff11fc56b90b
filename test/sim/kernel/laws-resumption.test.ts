import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body, Process } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { Discipline } from '../../../sim/kernel/station-options.ts';
import { byPatience } from '../../patience.ts';

const RUNS = { numRuns: byPatience({ fast: 200, slow: 1000 }) };

const seconds = fc.oneof(fc.nat(12), fc.double({ min: 0.001, max: 12, noNaN: true }));

const job = fc.record({
  arrivesAt: seconds,
  workSeconds: fc.double({ min: 0.001, max: 10, noNaN: true }),
  pauseSeconds: seconds,
  priority: fc.nat(2),
});

const model = fc.record({
  discipline: fc.constantFrom<Discipline>('fcfs', 'priority'),
  servers: fc.integer({ min: 1, max: 3 }),
  jobs: fc.array(job, { minLength: 1, maxLength: 15 }),
  interrupts: fc.array(fc.record({ at: seconds, job: fc.nat(14) }), { maxLength: 20 }),
});

/** A number as text tells it to nine digits, so that a list of differences reads as numbers. */
const rounded = (value: number) => Number(value.toPrecision(9));

describe('jobs that are interrupted anywhere, give their server back, and come again for the rest', () => {
  it('keep the work they had: servers are busy for the work that is asked for, and for no more', () => {
    fc.assert(
      fc.property(model, ({ discipline, servers, jobs, interrupts }) => {
        const simulation = new Simulation();
        const station = new Station(simulation, { servers, discipline });
        const served = jobs.map(() => 0);

        function* body(index: number): Body<void> {
          const { workSeconds, pauseSeconds, arrivesAt } = jobs[index]!;
          let begunSeconds = Number.NaN;
          const serve = function* (): Body<void> {
            yield station;
            try {
              begunSeconds = simulation.now;
              yield workSeconds - served[index]!;
              served[index] = workSeconds;
            } catch (error) {
              served[index] = Math.min(workSeconds, served[index]! + simulation.now - begunSeconds);
              throw error;
            } finally {
              station.release();
            }
          };
          let pause = arrivesAt;
          while (served[index]! < workSeconds) {
            try {
              yield pause;
              pause = pauseSeconds;
              yield* serve();
            } catch (error) {
              if (!(error instanceof Interrupt)) throw error;
            }
          }
        }

        const processes: Process<void>[] = jobs.map(({ priority }, index) =>
          simulation.spawn(body(index), { priority }),
        );
        for (const { at, job: index } of interrupts) {
          simulation.at(at, () => {
            if (processes[index]?.state === 'active') processes[index].interrupt('disturbed');
          });
        }
        simulation.run();
        const work = jobs.reduce((sum, { workSeconds }) => sum + workSeconds, 0);
        expect(processes.map(({ state }) => state)).toEqual(jobs.map(() => 'returned'));
        expect(rounded(station.busyIntegral())).toBe(rounded(work));
        expect([station.busy, station.queueLength]).toEqual([0, 0]);
      }),
      RUNS,
    );
  });
});
