/**
 * Fit of the law in storage-law.ts to a published load-response curve. The mean response of lanes of one server each, with a
 * capacity that nobody has published, is
 *
 *     R(rate) = L (1 + variability x u / (1 - u)),   u = rate / capacity
 *
 * For a given capacity this is linear in L and L x variability, so least squares has a closed form. A search over one
 * number remains. Each point is weighted by the scatter of its latency and the rounding of the printed figure.
 */

export interface ResponsePoint {
  readonly operationsPerSecond: number;
  readonly responseSeconds: number;
}

export interface ResponseCurve {
  readonly id: string;
  /** Systems that share most of their parts, and so count as one where systems are compared. */
  readonly family: string;
  /** The benchmark, what it ran on, its overall response time where it has one, date and place of publication. */
  readonly source: string;
  /** Mean payload of an operation of the benchmark's mixture; null where it is not published. */
  readonly bytesPerOperation: number | null;
  /** Step to which latencies were rounded. */
  readonly resolutionSeconds: number;
  /** Points by rising operations per second, the published peak last. */
  readonly points: readonly ResponsePoint[];
}

export interface FittedLaw {
  /** Slope of the response over u / (1 - u), in idle responses; at least 0. */
  readonly variability: number;
  readonly idleResponseSeconds: number;
  readonly capacityOperationsPerSecond: number;
  /** Root of the mean square of (law / published - 1). */
  readonly relativeError: number;
  /** Median of the absolute values of the same. */
  readonly medianError: number;
  /** Sum of the squares of the residuals, each in units of what its point is worth. */
  readonly misfit: number;
}

/** Relative scatter of measured latencies about a smooth curve, rounding apart: what the published curves show. */
export const SCATTER = 0.06;

/** Capacities that are tried, as multiples of the highest measured rate. */
const CAPACITIES = Array.from({ length: 120 }, (_, index) => 1 + 0.004 * 1.0485 ** index);

/** Fits the law by weighted least squares; undefined where no capacity gives a positive idle response and a rise. */
export function fitLaw(points: readonly ResponsePoint[], resolutionSeconds = 0): FittedLaw | undefined {
  return fitLaws(points, resolutionSeconds).toSorted((left, right) => left.misfit - right.misfit)[0];
}

/** Fits the law at each capacity that is tried, by rising capacity, where that gives a positive idle response and a rise. */
export function fitLaws(points: readonly ResponsePoint[], resolutionSeconds: number): readonly FittedLaw[] {
  const peak = peakOperationsPerSecond(points);
  return CAPACITIES.flatMap((multiple) => fitAtCapacity(points, resolutionSeconds, peak * multiple) ?? []);
}

export function peakOperationsPerSecond(points: readonly ResponsePoint[]): number {
  return Math.max(...points.map((point) => point.operationsPerSecond));
}

/** Variance of a published latency: scatter, and a rounding that is even over its step. */
export function varianceOfPoint({ responseSeconds }: ResponsePoint, resolutionSeconds: number): number {
  return (SCATTER * responseSeconds) ** 2 + resolutionSeconds ** 2 / 12;
}

/** Mean response of the law at a rate, in idle responses; infinite at the capacity and above. */
export function responseRatio(variability: number, utilization: number): number {
  return utilization < 1 ? 1 + (variability * utilization) / (1 - utilization) : Number.POSITIVE_INFINITY;
}

function fitAtCapacity(
  points: readonly ResponsePoint[],
  resolutionSeconds: number,
  capacityOperationsPerSecond: number,
): FittedLaw | undefined {
  // Normal equations of  idle + wait x slope = response  over all points.
  let [ones, wait1, wait2, response, responseWait] = [0, 0, 0, 0, 0];
  for (const point of points) {
    const utilization = point.operationsPerSecond / capacityOperationsPerSecond;
    const wait = utilization / (1 - utilization);
    const weight = 1 / varianceOfPoint(point, resolutionSeconds);
    ones += weight;
    wait1 += weight * wait;
    wait2 += weight * wait * wait;
    response += weight * point.responseSeconds;
    responseWait += weight * wait * point.responseSeconds;
  }
  const determinant = ones * wait2 - wait1 * wait1;
  const idle = (response * wait2 - responseWait * wait1) / determinant;
  const slope = (ones * responseWait - wait1 * response) / determinant;
  if (!(idle > 0) || !(slope >= 0)) return undefined;
  const variability = slope / idle;
  const errors: number[] = [];
  let misfit = 0;
  for (const point of points) {
    const { operationsPerSecond, responseSeconds } = point;
    const law = idle * responseRatio(variability, operationsPerSecond / capacityOperationsPerSecond);
    errors.push(law / responseSeconds - 1);
    misfit += (law - responseSeconds) ** 2 / varianceOfPoint(point, resolutionSeconds);
  }
  const absolute = errors.map(Math.abs).toSorted((a, b) => a - b);
  return {
    variability,
    idleResponseSeconds: idle,
    capacityOperationsPerSecond,
    relativeError: Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length),
    medianError: (absolute[(absolute.length - 1) >> 1]! + absolute[absolute.length >> 1]!) / 2,
    misfit,
  };
}
