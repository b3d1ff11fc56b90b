/**
 * Fluid sharing calculated exactly: progressive filling flow by flow from one event to the next, in fixed-point numbers of
 * 600 binary places. Also with ends rounded to doubles, to tell what no clock in doubles can do better.
 */

/** Flows over resources and changes of capacities, as plain data. */
export interface ExactModel {
  readonly capacities: readonly number[];
  readonly flows: readonly {
    readonly startsAt: number;
    readonly amount: number;
    readonly weight: number;
    readonly rateCap: number;
    /** The resources crossed. */
    readonly route: readonly number[];
  }[];
  readonly changes: readonly { readonly at: number; readonly resource: number; readonly capacity: number }[];
}

const PLACES = 600n;

/** Returns a finite double as a fixed-point number, exactly. */
function exact(value: number): bigint {
  let whole = value;
  let places = 0n;
  for (; !Number.isInteger(whole); whole *= 2) places++;
  return BigInt(whole) << (PLACES - places);
}

const toNumber = (value: bigint) => Number(value) / 2 ** Number(PLACES);
const product = (a: bigint, b: bigint) => (a * b) >> PLACES;
const quotient = (a: bigint, b: bigint) => (a << PLACES) / b;

interface Running {
  readonly flow: number;
  readonly weight: bigint;
  /** The cap of rate / weight; null if there is none. */
  readonly capLevel: bigint | null;
  readonly route: readonly number[];
  left: bigint;
  level: bigint;
}

/** Returns when each flow of a model ends, in seconds; rounds the time of each end to a double if `isRounded`. */
export function exactEnds(model: ExactModel, isRounded = false): number[] {
  const ends = model.flows.map(() => NaN);
  const capacities = model.capacities.map(exact);
  const actions = [
    ...model.flows.map(({ startsAt }, flow) => ({ at: exact(startsAt), flow, change: -1 })),
    ...model.changes.map(({ at }, change) => ({ at: exact(at), flow: -1, change })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  let running: Running[] = [];
  let now = 0n;
  for (;;) {
    share(capacities, running);
    const durations = running.map(({ left, level, weight }) =>
      left === 0n ? 0n : level === 0n ? null : quotient(quotient(left, weight), level),
    );
    const shortest = durations.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
    const action = actions[0];
    if (shortest === null && action === undefined) return ends;
    if (shortest !== null && (action === undefined || now + shortest <= action.at)) {
      const end = now + shortest;
      // Never past what happens next.
      let next = isRounded ? exact(toNumber(end)) : end;
      if (action !== undefined && next > action.at) next = action.at;
      if (next < now) next = now;
      advance(running, next - now);
      now = next;
      const ended = running.filter((_, index) => durations[index] === shortest);
      for (const { flow } of ended) ends[flow] = toNumber(now);
      running = running.filter((each) => !ended.includes(each));
      continue;
    }
    actions.shift();
    advance(running, action!.at - now);
    now = action!.at;
    if (action!.change >= 0) {
      const { resource, capacity } = model.changes[action!.change]!;
      capacities[resource] = exact(capacity);
    } else {
      const { amount, weight, rateCap, route } = model.flows[action!.flow]!;
      const capLevel = rateCap === Infinity ? null : quotient(exact(rateCap), exact(weight));
      running.push({
        flow: action!.flow,
        weight: exact(weight),
        capLevel,
        route,
        left: exact(amount),
        level: 0n,
      });
    }
  }
}

function advance(running: readonly Running[], seconds: bigint): void {
  for (const each of running) {
    const left = each.left - product(product(each.weight, each.level), seconds);
    each.left = left < 0n ? 0n : left;
  }
}

/** Sets the levels of flows by progressive filling. */
function share(capacities: readonly bigint[], running: readonly Running[]): void {
  const free = [...capacities];
  let rising = [...running];
  while (rising.length > 0) {
    let level: bigint | null = null;
    let full = -1;
    for (let resource = 0; resource < free.length; resource++) {
      const weight = rising.reduce(
        (sum, each) => sum + (each.route.includes(resource) ? each.weight : 0n),
        0n,
      );
      if (weight === 0n) continue;
      const stop = quotient(free[resource]!, weight);
      if (level === null || stop < level) [level, full] = [stop, resource];
    }
    for (const { capLevel } of rising) {
      if (capLevel !== null && (level === null || capLevel <= level)) [level, full] = [capLevel, -1];
    }
    const stops = (each: Running) => (full < 0 ? each.capLevel === level : each.route.includes(full));
    for (const each of rising) {
      if (!stops(each)) continue;
      each.level = level!;
      const rate = product(each.weight, level!);
      for (const resource of each.route) {
        const left = free[resource]! - rate;
        free[resource] = left < 0n ? 0n : left;
      }
    }
    rising = rising.filter((each) => !stops(each));
  }
}

/** One step of a clock in doubles at a time. */
export const stepAt = (seconds: number) => 2 ** (Math.floor(Math.log2(Math.max(seconds, 2 ** -1000))) - 52);
