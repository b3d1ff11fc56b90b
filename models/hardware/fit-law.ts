/**
 * Fit of Sakasegawa's law to a published load-response curve. For a given number of servers per lane and a given
 * capacity the law is R = L (1 + variability x f(load)), which is linear in L and L x variability. Least squares on
 * relative errors therefore has a closed form. A search over one or two numbers remains.
 */

import { waitingProbability } from './storage-law.ts';

export interface ResponsePoint {
  readonly operationsPerSecond: number;
  readonly responseSeconds: number;
}

export interface ResponseCurve {
  readonly id: string;
  /** The benchmark, what it ran on, its overall response time where it has one, date and place of publication. */
  readonly source: string;
  /** Mean payload of an operation of the benchmark's mixture. */
  readonly bytesPerOperation: number;
  readonly points: readonly ResponsePoint[];
}

export interface FittedLaw {
  readonly serversPerLane: number;
  readonly variability: number;
  readonly idleResponseSeconds: number;
  readonly capacityOperationsPerSecond: number;
  /** Root of the mean square of (law / published - 1). */
  readonly relativeError: number;
}

const SERVERS_PER_LANE = [1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64];
/** Utilizations that a curve's last point may stand for, when the capacity behind it is free. */
const PEAK_UTILIZATIONS = Array.from({ length: 590 }, (_, index) => 0.4 + index * 0.001);

/** Least squares over servers per lane, variability, idle response and capacity, which may lie past the last point. */
export function fitLaw(
  points: readonly ResponsePoint[],
  serversPerLane: readonly number[] = SERVERS_PER_LANE,
): FittedLaw {
  const peak = peakOperationsPerSecond(points);
  return best(
    PEAK_UTILIZATIONS.flatMap((utilization) =>
      serversPerLane.map((servers) => fitAtCapacity(points, peak / utilization, servers)),
    ),
  );
}

/**
 * Fits by least squares with the published peak as the capacity, which nobody has shown the system to exceed. The peak
 * itself is left out, because a stationary law has no finite answer there.
 */
export function fitLawBelowPeak(points: readonly ResponsePoint[]): FittedLaw {
  const peak = peakOperationsPerSecond(points);
  const below = points.filter((point) => point.operationsPerSecond < peak);
  return best(SERVERS_PER_LANE.map((servers) => fitAtCapacity(below, peak, servers)));
}

export function peakOperationsPerSecond(points: readonly ResponsePoint[]): number {
  return Math.max(...points.map((point) => point.operationsPerSecond));
}

function best(fits: readonly FittedLaw[]): FittedLaw {
  return fits.reduce((left, right) => (right.relativeError < left.relativeError ? right : left));
}

function fitAtCapacity(
  points: readonly ResponsePoint[],
  capacityOperationsPerSecond: number,
  serversPerLane: number,
): FittedLaw {
  const rows = points.map(({ operationsPerSecond, responseSeconds }) => {
    const utilization = operationsPerSecond / capacityOperationsPerSecond;
    const wait = waitingProbability({ serversPerLane }, utilization) / (serversPerLane * (1 - utilization));
    return { constant: 1 / responseSeconds, wait: wait / responseSeconds };
  });
  // Normal equations of  constant x idle + wait x slope = 1  over all points.
  const cc = sum(rows, (row) => row.constant * row.constant);
  const cw = sum(rows, (row) => row.constant * row.wait);
  const ww = sum(rows, (row) => row.wait * row.wait);
  const c1 = sum(rows, (row) => row.constant);
  const w1 = sum(rows, (row) => row.wait);
  const determinant = cc * ww - cw * cw;
  const idle = (c1 * ww - w1 * cw) / determinant;
  const slope = (cc * w1 - cw * c1) / determinant;
  const possible = idle > 0 && slope > 0;
  return {
    serversPerLane,
    variability: slope / idle,
    idleResponseSeconds: idle,
    capacityOperationsPerSecond,
    relativeError: possible
      ? Math.sqrt(sum(rows, (row) => (row.constant * idle + row.wait * slope - 1) ** 2) / rows.length)
      : Number.POSITIVE_INFINITY,
  };
}

function sum<Row>(rows: readonly Row[], value: (row: Row) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}
