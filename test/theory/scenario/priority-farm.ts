/**
 * A farm of one GPU under two priorities without preemption, from YAML: two classes of frames, half of the load each (see
 * ../priority-queues.test.ts). At any moment of a run that begins with the state of the long run, as many wait as Cobham's waits say.
 */
import { exponential } from '../../../models/distributions/exponential.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { missedTruths, type Utilization } from '../coverage.ts';
import { meanOf, placeOf } from '../discrete-law.ts';
import { PriorityChain } from '../priority-chain.ts';
import { bucketEdge, countFrom, farmScenario, observed } from './queue.ts';

/** When those who wait are counted. */
const AT_SECONDS = bucketEdge(4);

export function missedByPriorityFarm(utilization: Utilization, replications: number): string[] {
  const half = utilization / 2;
  const waits = {
    urgent: utilization / (1 - half),
    patient: utilization / ((1 - half) * (1 - utilization)),
  };
  const chain = new PriorityChain('priority', utilization);
  const truth = { 'urgent waiting': half * waits.urgent, 'patient waiting': half * waits.patient };
  const inLaw = (of: 'urgent' | 'patient') => meanOf(chain.law, (state) => chain.states[state]![of]);
  for (const of of ['urgent', 'patient'] as const) {
    if (Math.abs(inLaw(of) - truth[`${of} waiting`]) > 1e-6) throw new Error(`the ${of} start elsewhere`);
  }
  const studio = farmScenario(1, [
    'stages.frames.frame.time={ exponential: { mean: 1s } }',
    `stages.frames.release={ poisson: ${half}/s, frames: 1 }`,
  ]);
  const [, frames] = studio.stages as readonly [RenderStage, RenderStage];
  const run = {
    ...studio.run,
    durationSeconds: AT_SECONDS,
    // What is observed is kept apart by when it was, before and after the end of the warm-up.
    warmup: { kind: 'given', seconds: AT_SECONDS * (1 - 1e-12) },
  } as const;
  const there = (name: string, framesPerWave: number, priority: number): readonly RenderStage[] =>
    framesPerWave === 0
      ? []
      : [
          {
            ...frames,
            name,
            framesPerWave,
            priority,
            release: { kind: 'scheduled', timesSeconds: [0] },
            computeSeconds: exponential(1),
          },
        ];

  return missedTruths(truth, replications, (streams, seed) => {
    const start = streams.stream('start', 'present');
    let replication = 0;
    return () => {
      const { serving, urgent, patient } = chain.states[placeOf(chain.law, start.uniform())]!;
      const stages = [
        // The first has the GPU when the others come, whatever its class.
        ...there('served', serving ? 1 : 0, 0),
        ...there('urgent-there', urgent, 0),
        ...there('patient-there', patient, 1),
        { ...frames, name: 'urgent', priority: 0 },
        { ...frames, name: 'patient', priority: 1 },
      ];
      const outcome = simulateReplication({ ...studio, run: { ...run, seed }, stages }, replication++);
      const startedOf = (name: string) => observed(outcome, name, 'startLatency');
      const waitingOf = (name: string, initial: number) => {
        const before = initial === 0 ? null : startedOf(`${name}-there`);
        const left = initial - ((before?.count ?? 0) - countFrom(before, AT_SECONDS));
        const { arrived } = outcome.stages.find((each) => each.name === name)!.totals;
        return left + arrived - (startedOf(name)?.count ?? 0);
      };
      return {
        'urgent waiting': waitingOf('urgent', urgent),
        'patient waiting': waitingOf('patient', patient),
      };
    };
  });
}
