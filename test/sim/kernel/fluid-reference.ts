/**
 * An independent solver to hold the kernel's against: plain progressive filling, flow by flow, from nothing each time;
 * and the certificate of max-min fairness, checked as it is defined.
 */

export interface ReferenceFlow {
  readonly weight: number;
  readonly rateCap: number;
  /** Use of each resource per unit of rate; 0 where the flow does not cross it. */
  readonly coefficients: readonly number[];
}

/** The rates of `flows` over resources of these capacities. */
export function progressiveFilling(capacities: readonly number[], flows: readonly ReferenceFlow[]): number[] {
  const rates = flows.map(() => 0);
  const frozen = flows.map(() => false);
  while (frozen.includes(false)) {
    // The normalised rate at which the next flow or resource stops the rise.
    const stops = capacities.map((capacity, resource) => {
      let free = capacity;
      let rising = 0;
      flows.forEach(({ weight, coefficients }, flow) => {
        if (frozen[flow]) free -= coefficients[resource]! * rates[flow]!;
        else rising += coefficients[resource]! * weight;
      });
      return rising > 0 ? Math.max(0, free) / rising : Infinity;
    });
    const caps = flows.map(({ weight, rateCap }, flow) => (frozen[flow] ? Infinity : rateCap / weight));
    const level = Math.min(...stops, ...caps);
    if (level === Infinity) throw new Error('a flow without a limit');
    const wasFrozen = [...frozen];
    flows.forEach(({ weight, rateCap, coefficients }, flow) => {
      if (wasFrozen[flow]) return;
      const capped = caps[flow] === level;
      if (capped || stops.some((stop, resource) => stop === level && coefficients[resource]! > 0)) {
        frozen[flow] = true;
        rates[flow] = capped ? rateCap : level * weight;
      }
    });
  }
  return rates;
}

/** What is wrong with an allocation; empty if it is weighted max-min fair, within a relative tolerance. */
export function certificateFaults(
  capacities: readonly number[],
  flows: readonly ReferenceFlow[],
  rates: readonly number[],
  tolerance: number,
): string[] {
  const used = capacities.map((_, resource) =>
    flows.reduce((sum, { coefficients }, flow) => sum + coefficients[resource]! * rates[flow]!, 0),
  );
  const faults: string[] = [];
  capacities.forEach((capacity, resource) => {
    if (used[resource]! > capacity * (1 + tolerance)) {
      faults.push(`resource ${resource} is used to ${used[resource]} of ${capacity}`);
    }
  });
  flows.forEach(({ weight, rateCap, coefficients }, flow) => {
    const rate = rates[flow]!;
    if (rate > rateCap * (1 + tolerance)) faults.push(`flow ${flow} is above its cap: ${rate} of ${rateCap}`);
    if (rate >= rateCap * (1 - tolerance)) return;
    const hasBottleneck = capacities.some(
      (capacity, resource) =>
        coefficients[resource]! > 0 &&
        used[resource]! >= capacity * (1 - tolerance) &&
        flows.every(
          (other, index) =>
            other.coefficients[resource] === 0 ||
            rates[index]! / other.weight <= (rate / weight) * (1 + tolerance),
        ),
    );
    if (!hasBottleneck) faults.push(`flow ${flow} has neither a bottleneck nor its cap: ${rate}`);
  });
  return faults;
}
