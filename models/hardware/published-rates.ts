/**
 * Rate limits of an envelope, derived from published figures. Benchmarks report peaks of mixtures, so most limits need
 * arithmetic. Each rule stands here once, in words that end up beside the figure:
 *
 * - A figure that a source gives as such is taken as it is and keeps its grade.
 * - Two peaks with different bytes per operation determine the affine cost. It is the line through (bytes per
 *   operation, 1 / operations per second): the intercept is the fixed cost, the slope is 1 / bandwidth. Two SPEC
 *   workloads give both, and so do the peaks of reads, or of writes, of two sizes. A published bandwidth and the peak
 *   of small transfers give the intercept. One peak alone gives neither.
 * - Metadata is limited by the stat rate. Without one, a getattr is taken to cost the same as an operation without
 *   payload. That is done only where that cost was nearly measured and no mixture of metadata and data contradicts it.
 *   The peak of a mixture is never a metadata rate, as the part taken by its data operations is unknown.
 * - Nothing here is ever guessed: a limit that no rule gives is missing, with the reason.
 */

import { type Figure, figure, GIGA, MEBI } from './catalog/figure.ts';
import { type PublishedStorage, SMALL_TRANSFER_BYTES, type WorkloadPeak } from './catalog/storage-system.ts';
import type { Evidence } from './envelope.ts';

export const RATE_FIELDS = [
  'readBytesPerSecond',
  'writeBytesPerSecond',
  'readOperationsPerSecond',
  'writeOperationsPerSecond',
  'metadataOperationsPerSecond',
] as const;

export type RateField = (typeof RATE_FIELDS)[number];

/** A limit, or the reason why there is none. */
export type Derivation =
  | { readonly kind: 'known'; readonly value: number; readonly evidence: Evidence }
  | { readonly kind: 'missing'; readonly why: string };

/** Rate limits of the configuration that the figures belong to. */
export function publishedRates(system: PublishedStorage): Readonly<Record<RateField, Derivation>> {
  const line = affineCost(system.peaks.filter(({ payload }) => payload !== 'write'));
  const ofWrites = affineCost(system.peaks.filter(({ payload }) => payload === 'write'));
  const readBytesPerSecond =
    direct(system.figures.readBytesPerSecond) ?? line?.bandwidth ?? missing(bandwidthReason(system, 'read'));
  const writeBytesPerSecond =
    direct(system.figures.writeBytesPerSecond) ??
    ofWrites?.bandwidth ??
    (line?.bothWays ? line.bandwidth : missing(bandwidthReason(system, 'write')));
  const readOperationsPerSecond =
    direct(system.figures.readOperationsPerSecond) ??
    smallTransferLimit(system.figures.smallReadBytesPerSecond, readBytesPerSecond) ??
    line?.operations ??
    missing('no rate of small reads is published');
  return {
    readBytesPerSecond,
    writeBytesPerSecond,
    readOperationsPerSecond,
    writeOperationsPerSecond:
      direct(system.figures.writeOperationsPerSecond) ??
      smallWriteLimit(system, writeBytesPerSecond) ??
      ofWrites?.operations ??
      line?.operations ??
      missing('no rate of small writes is published'),
    metadataOperationsPerSecond:
      direct(system.figures.statOperationsPerSecond) ??
      mixtureInItsPlace(system) ??
      farIntercept(system.peaks, line) ??
      line?.operations ??
      asSmallRead(readOperationsPerSecond),
  };
}

function direct(published: Figure | undefined): Derivation | undefined {
  return published === undefined || published.value === null ? undefined : { kind: 'known', ...published };
}

function missing(why: string): Derivation {
  return { kind: 'missing', why };
}

function inferred(value: number, source: string): Derivation & { readonly kind: 'known' } {
  return { kind: 'known', ...figure(value, 'inferred', source) };
}

interface AffineCost {
  readonly bandwidth: Derivation;
  readonly operations: Derivation;
  /** Whether the payload of both workloads went both ways, so that the slope holds for writes too. */
  readonly bothWays: boolean;
}

/** The line through the two peaks that are furthest apart in bytes per operation; none through fewer than two. */
function affineCost(peaks: readonly WorkloadPeak[]): AffineCost | undefined {
  const points = peaks
    .map((peak) => ({
      peak,
      bytes: peak.bytesPerSecond / peak.operationsPerSecond,
      seconds: 1 / peak.operationsPerSecond,
    }))
    .toSorted((left, right) => left.bytes - right.bytes);
  const small = points.at(0);
  const large = points.at(-1);
  if (small === undefined || large === undefined || small === large) return undefined;
  const secondsPerByte = (large.seconds - small.seconds) / (large.bytes - small.bytes);
  const fixedSeconds = small.seconds - secondsPerByte * small.bytes;
  if (!(secondsPerByte > 0) || !(fixedSeconds > 0)) return undefined;
  const through = `line through two peaks: ${describePeak(small.peak)}, and ${describePeak(large.peak)}`;
  return {
    bandwidth: inferred(1 / secondsPerByte, `slope of the ${through}`),
    operations: inferred(
      1 / fixedSeconds,
      `intercept of the ${through}; ${extrapolation(1 / fixedSeconds, peaks)}`,
    ),
    bothWays: small.peak.payload === 'read-and-write' && large.peak.payload === 'read-and-write',
  };
}

/** How far an intercept lies from what was measured. */
function extrapolation(operationsPerSecond: number, peaks: readonly WorkloadPeak[]): string {
  const times = operationsPerSecond / highestRate(peaks);
  return `${times.toFixed(2)} times the highest rate that was measured`;
}

function highestRate(peaks: readonly WorkloadPeak[]): number {
  return Math.max(...peaks.map(({ operationsPerSecond }) => operationsPerSecond));
}

/** Operations per second without payload, from the peak of small transfers and the bandwidth of large ones. */
function smallTransferLimit(
  small: Figure | undefined,
  bandwidth: Derivation,
): (Derivation & { readonly kind: 'known' }) | undefined {
  if (small === undefined || small.value === null || bandwidth.kind === 'missing') return undefined;
  const fixedSeconds = SMALL_TRANSFER_BYTES / small.value - SMALL_TRANSFER_BYTES / bandwidth.value;
  if (!(fixedSeconds > 0)) return undefined;
  return inferred(
    1 / fixedSeconds,
    `what transfers of 47,008 bytes at ${gigabytes(small.value)} (${small.evidence.source}) take beyond their bytes at full bandwidth`,
  );
}

/**
 * Returns the limit on small writes. Small writes to one shared file measure the locks on that file as much as the
 * system. The limit is therefore the greatest of three rates that the system has reached: those writes, creates, and
 * its bandwidth. The bandwidth counts in the largest transfers that an NFS client makes.
 */
function smallWriteLimit(system: PublishedStorage, bandwidth: Derivation): Derivation | undefined {
  const candidates = [smallTransferLimit(system.figures.smallWriteBytesPerSecond, bandwidth)];
  if (candidates[0] === undefined) return undefined;
  const create = system.figures.createOperationsPerSecond;
  if (create !== undefined && create.value !== null) {
    candidates.push(
      inferred(create.value, `the create rate, each a durable update: ${create.evidence.source}`),
    );
  }
  if (bandwidth.kind === 'known') {
    candidates.push(
      inferred(
        bandwidth.value / MEBI,
        `its bandwidth in transfers of 1 MiB, the largest of an NFS client: ${bandwidth.evidence.source}`,
      ),
    );
  }
  return candidates
    .flatMap((candidate) => candidate ?? [])
    .toSorted((left, right) => right.value - left.value)[0];
}

/** Missing where the peak of a mixture is all that is published of metadata. */
function mixtureInItsPlace(system: PublishedStorage): Derivation | undefined {
  const mixed = system.figures.mixedOperationsPerSecond;
  if (mixed === undefined || mixed.value === null) return undefined;
  return missing(
    `no metadata rate is published, and ${thousands(mixed.value)} operations/s of a mixture with data do not give it`,
  );
}

/**
 * Largest trusted ratio of an intercept to the measured rates. Far above them, an intercept says little of operations
 * without payload. Most of each measured operation was then payload, and mixtures of different operations need not lie
 * on one line.
 */
const FARTHEST_INTERCEPT = 1.25;

/** Missing where the line's intercept is too far from every measured rate to be a metadata rate; says what was shown. */
function farIntercept(peaks: readonly WorkloadPeak[], line: AffineCost | undefined): Derivation | undefined {
  if (line === undefined || line.operations.kind === 'missing') return undefined;
  const highest = highestRate(peaks);
  if (line.operations.value <= FARTHEST_INTERCEPT * highest) return undefined;
  const shown = peaks
    .flatMap((peak) =>
      peak.metadataShare === undefined ? [] : [{ peak, rate: peak.operationsPerSecond * peak.metadataShare }],
    )
    .toSorted((left, right) => right.rate - left.rate)[0];
  const atLeast =
    shown === undefined
      ? `the highest rate measured is ${thousands(highest)} operations/s, with payload`
      : `at least ${thousands(shown.rate)}/s were shown, within ${describePeak(shown.peak)}`;
  return missing(`no metadata rate is published; ${atLeast}`);
}

function asSmallRead(readOperations: Derivation): Derivation {
  if (readOperations.kind === 'missing')
    return missing('neither a metadata rate nor a rate of small reads is published');
  return inferred(
    readOperations.value,
    `no metadata rate is published: a getattr is taken to cost what a small read costs (${readOperations.evidence.source})`,
  );
}

function bandwidthReason(system: PublishedStorage, direction: 'read' | 'write'): string {
  const seen = system.peaks.map(describePeak);
  if (seen.length === 0) return `no ${direction} bandwidth is published`;
  return `no ${direction} bandwidth is published, and these peaks do not determine it: ${seen.join('; ')}`;
}

function describePeak(peak: WorkloadPeak): string {
  return `${peak.workload} ${Math.round(peak.operationsPerSecond)} operations/s with ${gigabytes(peak.bytesPerSecond)}`;
}

function gigabytes(bytesPerSecond: number): string {
  return `${(bytesPerSecond / GIGA).toFixed(1)} GB/s`;
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
