import type { Bottleneck, ObjectiveResult, ResourceResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import type { ReplicatedRun } from './replicated-run.ts';

const UTILIZATION_SUFFIX = ' utilization';

/**
 * The resource that binds: for the objective with the least margin, the one to which its stage loses the most time. A
 * headroom policy names its own resource. A response time that nothing holds up longer than the law of its service says
 * is that service's. Where nothing waits for anything it is the busiest resource.
 */
export function bindingBottleneck(
  run: ReplicatedRun,
  objectives: readonly ObjectiveResult[],
  resources: readonly ResourceResult[],
): Bottleneck | null {
  const busiest = mostBy(resources, ({ utilization }) => utilization.peak);
  if (busiest === undefined) return null;
  const tightest = mostBy(objectives, ({ margin }) => -(margin ?? Number.NEGATIVE_INFINITY));
  if (tightest === undefined) {
    return { resource: busiest.name, why: busyText(busiest), objective: null };
  }
  if (tightest.metric.endsWith(UTILIZATION_SUFFIX)) {
    const resource = run.answering(tightest.metric.slice(0, -UTILIZATION_SUFFIX.length));
    const why = `its ${tightest.statistic} utilization of ${percent(tightest.value ?? 0)} is closest to its limit of ${percent(tightest.limit)}`;
    return { resource, why, objective: tightest.text };
  }
  const stage = tightest.metric.slice(0, tightest.metric.lastIndexOf('.'));
  const lost = [...run.lostSeconds(stage)];
  const worst = mostBy(lost, ([, seconds]) => seconds);
  if (worst === undefined || worst[1] <= 0) {
    const answering = run.serviceBehind(tightest.metric);
    const service = resources.find(({ name }) => name === answering) ?? busiest;
    return {
      resource: service.name,
      why:
        answering === undefined
          ? `${stage} loses no time to any resource; ${busyText(busiest)}`
          : `it answers these operations, at a utilization of ${percent(service.utilization.mean)} on average and ${percent(service.utilization.peak)} at its peak`,
      objective: tightest.text,
    };
  }
  const [resource, seconds] = worst;
  const total = lost.reduce((sum, [, each]) => sum + each, 0);
  const utilization = resources.find(({ name }) => name === resource)?.utilization;
  const used = utilization === undefined ? '' : `, whose utilization peaks at ${percent(utilization.peak)}`;
  return {
    resource,
    why: `of the time that ${stage} waits for busy resources (${formatQuantity(total, 'seconds')} in all per run), ${percent(seconds / total)} is spent on ${resource}${used}`,
    objective: tightest.text,
  };
}

function busyText({ name, utilization }: ResourceResult): string {
  return `${name} is the busiest resource, at a peak of ${percent(utilization.peak)}`;
}

function percent(fraction: number): string {
  return formatQuantity(fraction, 'fraction');
}

/** The item with the greatest figure, the first of equals. */
function mostBy<T>(items: readonly T[], figure: (item: T) => number): T | undefined {
  let most: T | undefined;
  for (const item of items) if (most === undefined || figure(item) > figure(most)) most = item;
  return most;
}
