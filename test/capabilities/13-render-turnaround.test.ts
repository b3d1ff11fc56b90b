import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../models/statistics/mean-interval.ts';
import { byPatience } from '../patience.ts';
import { ARRAY, metric, NETWORK, simulated } from './simulated.ts';

/** Probability that an arrival waits in M/M/c, by Erlang's C formula. */
function erlangC(servers: number, offered: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < servers; k++) sum += term *= offered / k;
  const last = (term * offered) / servers / (1 - offered / servers);
  return last / (sum + last);
}

/** Of a run. An interval of fewer frames is wider, and says less. */
const HOURS = byPatience({ fast: 10, slow: 80 });

/** Frames that come one at a time, read and write next to nothing, and compute for an exponential time: M/M/c. */
function queue(nodes: number, utilization: number, seed: string): string {
  const perHour = (nodes * utilization * 3600) / 60;
  return `
headroom: 1
name: M/M/${nodes}
run: { duration: ${HOURS}h, warmup: auto, replications: 6, seed: ${seed} }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: ${nodes}, gpus: 1, gpuMemory: 48GiB } }
stages:
  frames:
    kind: render
    release: { poisson: ${perHour}/h, frames: 1 }
    frame:
      time: { exponential: { mean: 60s } }
      gpuMemory: 8GiB
      reads: { bytes: 1B, files: 1 }
      writes: { bytes: 1B, files: 1 }
`;
}

describe('13: render turnaround, from submission to the last frame', () => {
  const farms = [
    [1, 0.7],
    [4, 0.9],
    [8, 0.7],
  ] as const;
  it.each(byPatience<readonly (typeof farms)[number][]>({ fast: farms.slice(0, 2), slow: farms }))(
    'of frames that arrive at random on %i nodes at utilization %f is that of Erlang C',
    (nodes, utilization) => {
      const result = simulated(queue(nodes, utilization, `erlang ${nodes}`));
      const waiting = (erlangC(nodes, nodes * utilization) * 60) / (nodes * (1 - utilization));
      const turnaround = metric(result, 'frames.turnaround');
      // Storage adds a few milliseconds; three half widths leave one chance in some hundreds of a false alarm.
      const { halfWidth } = meanInterval(turnaround.replicationMeans.map((mean) => mean!));
      expect(Math.abs(turnaround.mean! - (60 + waiting))).toBeLessThan(3 * halfWidth);
      expect(turnaround.count).toBeGreaterThan(125 * HOURS);
    },
  );
});
