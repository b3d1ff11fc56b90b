/**
 * The core of a network as M/G/1-PS, and as M/G/4-PS with every card held to a quarter of the link by its reader, from
 * YAML. The number under way has the law of M/M/1 and M/M/4, whatever that of the sizes (see ../processor-sharing.test.ts),
 * at any moment of a run that begins with it, and with what remains in the long run of the sizes under way.
 */
import { describe, expect, it } from 'vitest';
import type { IngestStage } from '../../../models/stages/ingest/definition.ts';
import type { Studio } from '../../../models/studio.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { byPatience, isPatient } from '../../patience.ts';
import { studioOf } from '../../scenarios/load.ts';
import { missedTruths, UTILIZATIONS, type Utilization } from '../coverage.ts';
import { meanOf, placeOf } from '../discrete-law.ts';
import { presentLaw } from '../erlang.ts';
import { bucketEdge, countFrom, observed } from './queue.ts';

/** Sizes of mean 12 TB, and what remains of those under way, in the language of scenarios. */
const SIZES = {
  constant: ['12TB', '{ uniform: [0B, 12TB] }'],
  exponential: ['{ exponential: { mean: 12TB } }', '{ exponential: { mean: 12TB } }'],
  // By number, and by the time that each of the two takes: 0.8 x 1/2 and 0.2 x 3.
  hyperexponential: [shortAndLong('80%', '20%'), shortAndLong('40%', '60%')],
} as const;

function shortAndLong(short: string, long: string): string {
  const part = (weight: string, mean: string) =>
    `{ weight: ${weight}, of: { exponential: { mean: ${mean} } } }`;
  return `{ mixture: [${part(short, '6TB')}, ${part(long, '36TB')}] }`;
}

/** A run of a link takes longest of all that is tried here. */
const TRIED_UTILIZATIONS = byPatience<readonly Utilization[]>({ slow: [0.9], night: UTILIZATIONS });
/** The hardest of them in `npm test`. */
const TRIED_SIZES = Object.entries(SIZES).filter(([name]) => name === 'hyperexponential' || isPatient);

const REPLICATIONS = { 0.3: 80, 0.7: 50, 0.9: 50, 0.95: 50 } as const;
/** When the number under way is counted. */
const SERVICES = 5;

describe.each([
  ['M/G/1-PS', 1, '1000TB/s'],
  ['M/G/4-PS with a cap', 4, '300GB/s'],
] as const)('a link as %s', (_, servers, reader) => {
  describe.each(TRIED_SIZES)('%s sizes', (__, [size, remaining]) => {
    it.each(TRIED_UTILIZATIONS)(
      'at utilization %s: the number under way, its mean and its law',
      (utilization) => {
        const scenario = studioOf('test/theory/scenario/link.yaml', {
          sets: [
            `stages.backlog.reader=${reader}`,
            `stages.backlog.bytesPerCard=${remaining}`,
            `stages.deliveries.reader=${reader}`,
            `stages.deliveries.bytesPerCard=${size}`,
            `stages.deliveries.arrivals={ poisson: ${utilization / 10}/s }`,
          ],
        });
        const law = presentLaw(servers, servers * utilization);
        // As many runs as this takes see no more than the middle of the law.
        const median = placeOf(law, 0.5);
        const truth = {
          present: meanOf(law, (n) => n),
          'up to the median': meanOf(law, (n) => (n <= median ? 1 : 0)),
        };
        const endSeconds = bucketEdge(SERVICES * servers * 10);
        const missed = missedTruths(truth, REPLICATIONS[utilization], (streams, seed) => {
          const start = streams.stream('start', 'present');
          let replication = 0;
          return () => {
            const initial = placeOf(law, start.uniform());
            const present = presentAt(endSeconds, scenario, initial, seed, replication++);
            return { present, 'up to the median': present <= median ? 1 : 0 };
          };
        });
        expect(missed).toEqual([]);
      },
    );
  });
});

/** The number under way at a time, of a run that begins with `initial` under way. */
function presentAt(
  seconds: number,
  scenario: Studio,
  initial: number,
  seed: string,
  replication: number,
): number {
  const [backlog, deliveries] = scenario.stages as readonly [IngestStage, IngestStage];
  const timesSeconds = Array.from({ length: initial }, () => 0);
  const waiting: IngestStage = { ...backlog, arrivals: { kind: 'scheduled', timesSeconds } };
  const outcome = simulateReplication(
    {
      ...scenario,
      // What is observed is kept apart by when it was, before and after the end of the warm-up.
      run: {
        ...scenario.run,
        seed,
        durationSeconds: seconds,
        warmup: { kind: 'given', seconds: seconds * (1 - 1e-12) },
      },
      stages: [waiting, deliveries],
    },
    replication,
  );
  const ofBacklog = observed(outcome, 'backlog', 'completion');
  const backlogEnded = (ofBacklog?.count ?? 0) - countFrom(ofBacklog, seconds);
  const deliveriesEnded = observed(outcome, 'deliveries', 'completion')?.count ?? 0;
  const { arrived } = outcome.stages.find(({ name }) => name === 'deliveries')!.totals;
  return initial - backlogEnded + arrived - deliveriesEnded;
}
