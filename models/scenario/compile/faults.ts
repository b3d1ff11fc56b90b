/** Faults: what their targets are in this studio, when they strike, and whether two of them meet. */

import type { FaultBase, FaultDefinition } from '../../faults/fault.ts';
import type { FaultableStudio } from '../../faults/fault-kind.ts';
import { changesOf, faultKindOf, faultKinds } from '../../faults/fault-kinds.ts';
import {
  dataResource,
  metadataResource,
  serviceResource,
  UPLINKS,
  uplinkTarget,
} from '../../resource-names.ts';
import type { Network, Studio } from '../../studio.ts';
import { formatQuantity, formatTimeOfDay } from '../../units.ts';
import * as faultProblems from '../fault-problems.ts';
import { keyPlaceAt, plain, valueAt } from '../located.ts';
import type { FaultSection, FaultTime } from '../schema/fault-fields.ts';
import { verbsIn } from '../schema/faults.ts';
import type { RunSection } from '../schema/infrastructure.ts';
import { positionAt } from '../source.ts';
import { spanOf, untilTimeOfDay } from './arrivals.ts';
import type { Compilation } from './compilation.ts';

const DAY_SECONDS = 86_400;

/** The parts of the studio that faults depend on; those that are wrong are absent. */
interface KnownStudio extends Pick<Studio, 'storage' | 'farms'> {
  readonly network: Network | undefined;
}

/** Compiles the faults of a scenario, in its order; one that is wrong is reported and left out. */
export function compileFaults(
  known: KnownStudio,
  run: RunSection | undefined,
  compilation: Compilation,
): readonly FaultDefinition[] {
  const { faults } = compilation.scenario;
  if (faults.size === 0 || run === undefined) return [];
  if (run.until !== undefined) {
    compilation.faultOfKey(['faults'], faultProblems.faultsInRepeatedDays());
    return [];
  }
  const studio = faultable(known, compilation);
  const compiled: FaultDefinition[] = [];
  for (const [name, section] of faults) {
    if (compilation.isFull) break;
    const fault = section === undefined ? undefined : compileFault(name, section, studio, run, compilation);
    if (fault !== undefined) compiled.push(fault);
  }
  reportOverlaps(compiled, compilation);
  return compiled;
}

function compileFault(
  name: string,
  section: FaultSection,
  studio: FaultableStudio,
  run: RunSection,
  compilation: Compilation,
): FaultDefinition | undefined {
  const path = ['faults', name];
  const written = valueAt(compilation.document, path);
  const [verb = ''] = verbsIn(written === undefined ? undefined : plain(written));
  const text = valueAt(compilation.document, [...path, verb]);
  const target = text?.kind === 'scalar' ? text.text : '';
  const kind = faultKindOf(verb, target);
  if (kind === undefined) return undefined;
  const began = secondsOf(section.at, run);
  const repairedAtSeconds = section.repair === 'never' ? Number.POSITIVE_INFINITY : began + section.repair;
  const inRun = began < run.duration && repairedAtSeconds > 0;
  if (!inRun) compilation.absent([...path, 'at'], textOf(section.at), spanOf(run));
  // One that began before the run and is not repaired by then is there from its start.
  const base: FaultBase = { name, target, atSeconds: Math.max(0, began), repairedAtSeconds };
  const fault = kind.compile(base, section, {
    verb,
    path,
    studio,
    compilation,
    unknownTarget: () => {
      const targets = faultKinds().flatMap((each) => (each.verbs.includes(verb) ? each.targets(studio) : []));
      compilation.fault([...path, verb], faultProblems.unknownTarget(target, targets));
      return undefined;
    },
  });
  return inRun ? fault : undefined;
}

function faultable({ storage, farms, network }: KnownStudio, { scenario }: Compilation): FaultableStudio {
  const systems = [...scenario.storage];
  return {
    storage,
    farms,
    network,
    names: {
      farms: [...scenario.farms.keys()],
      services: systems.flatMap(([system, section]) => [
        dataResource(system),
        metadataResource(system),
        ...Object.keys(section?.services ?? {}).map((service) => serviceResource(service, system)),
      ]),
    },
    answeredBy: (service) => {
      const joined = storage.find(
        ({ name, envelope }) => metadataResource(name) === service && !envelope.metadataIsolated,
      );
      return joined === undefined ? service : dataResource(joined.name);
    },
  };
}

/** Seconds from the start of the run; below zero for a time on its first day before it starts. */
function secondsOf(time: FaultTime, run: RunSection): number {
  if (time.kind === 'elapsed') return time.seconds;
  if (time.day === null) return untilTimeOfDay(time.secondsOfDay, run);
  return (time.day - 1) * DAY_SECONDS + time.secondsOfDay - run.start;
}

function textOf(time: FaultTime): string {
  if (time.kind === 'elapsed') return formatQuantity(time.seconds, 'seconds');
  const clock = formatTimeOfDay(time.secondsOfDay);
  return time.day === null ? clock : `day ${time.day} ${clock}`;
}

/** Reports faults that change one target at the same time: what the repair of one would leave is not said. */
function reportOverlaps(faults: readonly FaultDefinition[], compilation: Compilation): void {
  const spans = faults.flatMap((fault) => spansOf(fault));
  for (const [place, later] of spans.entries()) {
    const earlier = spans
      .slice(0, place)
      .find(
        (other) =>
          other.fault !== later.fault &&
          haveOneTarget(other.target, later.target) &&
          other.fromSeconds < later.toSeconds &&
          later.fromSeconds < other.toSeconds,
      );
    if (earlier === undefined) continue;
    const { source, start } = keyPlaceAt(compilation.document, ['faults', earlier.fault.name]);
    const { line } = positionAt(source, start);
    compilation.faultOfKey(
      ['faults', later.fault.name],
      faultProblems.faultsOverlap(earlier.fault.name, line, later.target),
    );
  }
}

/** For how long a fault changes each of its targets: from its first change to the last, or for good where that repairs nothing. */
function spansOf(fault: FaultDefinition) {
  const byTarget = Map.groupBy(changesOf(fault), ({ target }) => target);
  return [...byTarget].map(([target, changes]) => ({
    fault,
    target,
    fromSeconds: changes[0]!.atSeconds,
    toSeconds:
      changes.at(-1)!.action.kind === 'repair' ? changes.at(-1)!.atSeconds : Number.POSITIVE_INFINITY,
  }));
}

function haveOneTarget(one: string, other: string): boolean {
  return one === other || isUplinkOf(one, other) || isUplinkOf(other, one);
}

function isUplinkOf(group: string, one: string): boolean {
  return group === UPLINKS && one.startsWith(uplinkTarget(0).slice(0, -2));
}
