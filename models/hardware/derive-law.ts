/** The latency laws of a storage system's services: from its own published curve, else of the typical shape. */

import { figure, type KnownFigure } from './catalog/figure.ts';
import type { PublishedStorage } from './catalog/storage-system.ts';
import type { EnvelopeRequest } from './derive-envelope.ts';
import type { BeyondPeak, Evidence, ServiceLaw } from './envelope.ts';
import { fitLaw, peakOperationsPerSecond, type ResponseCurve } from './fit-law.ts';
import type { RateField } from './published-rates.ts';
import { type ResponseShape, TYPICAL_SHAPE } from './typical-shape.ts';

/** Response of an idle system where none is published: the median over the first four SPECstorage 2020 curves. */
const TYPICAL_IDLE_SECONDS = 0.3e-3;

/**
 * Payload rate of one request on an idle system, from the one official result with large payloads and low load. It is
 * 0.79 ms at 225 kB per operation, of which 0.3 ms is the typical idle response. Source: SPECstorage 2020 AI_IMAGE on
 * Azure Native Qumulo (ORT 0.84 ms, 2024-05-21). See
 * https://spec.org/storage2020/results/res2024q2/storage2020-20240521-00078.html.
 */
export const TYPICAL_STREAM = figure(
  460e6,
  'guess',
  '225 kB in 0.79 ms less the typical idle response of 0.3 ms: SPECstorage 2020 AI_IMAGE on Azure Native Qumulo at low load',
);

export interface EvidentLaw {
  readonly law: ServiceLaw;
  readonly evidence: Readonly<Record<keyof ServiceLaw, Evidence>>;
}

export interface EvidentLaws {
  readonly laws: { readonly data: EvidentLaw; readonly metadata: EvidentLaw };
  readonly beyondPeak: { readonly value: BeyondPeak; readonly evidence: Evidence };
}

/** The laws of both services and the capacity: from the system's own curve where it has one, else of the usual shape. */
export function serviceLaws(
  system: PublishedStorage,
  request: EnvelopeRequest,
  rates: Readonly<Record<RateField, number>>,
  isolated: boolean,
): EvidentLaws {
  const { idleResponseSeconds: statedIdle, beyondPeak: statedBeyond } = request.overrides ?? {};
  if (system.curve !== null && statedIdle === undefined && statedBeyond === undefined && !isolated) {
    const share = ((request.nodes ?? system.nodes ?? 1) / (system.nodes ?? 1)) * (request.derate ?? 1);
    const fitted = fittedLaw(system.curve, share);
    if (fitted !== undefined) return fitted;
  }
  const idle = idleResponse(system, statedIdle);
  const beyond = beyondPeakOf(system, statedBeyond);
  const shape = { ...TYPICAL_SHAPE, beyondPeak: beyond.value };
  return {
    laws: {
      data: typicalLaw(rates.readOperationsPerSecond, idle, shape),
      metadata: typicalLaw(rates.metadataOperationsPerSecond, idle, shape),
    },
    beyondPeak: {
      // A bandwidth is measured by streams that never pause, which find the capacity.
      value: { operations: shape.beyondPeak, bytes: 0 },
      evidence: beyond.evidence,
    },
  };
}

/** Returns how far the capacity lies above the rates: who states every rate states what the system can do. */
function beyondPeakOf(
  { figures, peaks }: PublishedStorage,
  stated: number | undefined,
): { readonly value: number; readonly evidence: Evidence } {
  if (stated !== undefined)
    return { value: stated, evidence: { grade: 'stated', source: 'stated in the scenario' } };
  if (Object.keys(figures).length === 0 && peaks.length === 0)
    return { value: 0, evidence: { grade: 'stated', source: 'rates stated in the scenario are its limits' } };
  return {
    value: TYPICAL_SHAPE.beyondPeak,
    evidence: {
      grade: 'guess',
      source: 'nearest to thirteen published load-response curves; a published peak is not the capacity',
    },
  };
}

/**
 * Returns the law that reproduces a published curve, for a `share` of the system that it was measured on. Its idle
 * response is that of the mixed operation, less the payload at the rate of a single request. Undefined where no law does.
 */
function fittedLaw(curve: ResponseCurve, share: number): EvidentLaws | undefined {
  const fit = fitLaw(curve.points, curve.resolutionSeconds);
  if (fit === undefined) return undefined;
  const peak = peakOperationsPerSecond(curve.points);
  const beyond = fit.capacityOperationsPerSecond / peak - 1;
  const fitted: Evidence = {
    grade: 'inferred',
    source: `fitted to ${curve.source}; capacity ${(beyond * 100).toFixed(1)}% above the published peak, relative error ${(fit.relativeError * 100).toFixed(1)}%`,
  };
  const payloadSeconds = (curve.bytesPerOperation ?? 0) / TYPICAL_STREAM.value;
  const { lanes, variability } = lanesFor(
    fit.capacityOperationsPerSecond * share,
    fit.idleResponseSeconds,
    fit.variability,
  );
  const law = {
    law: {
      lanes,
      serversPerLane: 1,
      variability,
      idleResponseSeconds: Math.max(0, fit.idleResponseSeconds - payloadSeconds),
    },
    evidence: { lanes: fitted, serversPerLane: fitted, variability: fitted, idleResponseSeconds: fitted },
  };
  return {
    laws: { data: law, metadata: law },
    // Where the curve is of a mixture with payload, from which rate and bandwidth follow, both lie below the capacity.
    beyondPeak: {
      value: { operations: beyond, bytes: curve.bytesPerOperation === null ? 0 : beyond },
      evidence: fitted,
    },
  };
}

/** A service cannot vary by less than this: arrivals at random have half of (ca2 + cs2) / 2 to themselves. */
const VARIABILITY_MIN = 0.5;

/**
 * Finds lanes of one server whose mean wait is variability x idle x u / (1 - u). There are as many as operations in
 * service at capacity by Little's law. There are fewer where a service that never varies would still make them wait too
 * long.
 */
export function lanesFor(
  capacityOperationsPerSecond: number,
  idleResponseSeconds: number,
  variability: number,
): Pick<ServiceLaw, 'lanes' | 'variability'> {
  const least = Math.max(variability, VARIABILITY_MIN);
  // The wait of a lane is its variability times lanes / capacity: this product is what must be kept.
  const product = capacityOperationsPerSecond * idleResponseSeconds * variability;
  const lanes = Math.max(1, Math.round(product / least));
  return { lanes, variability: product < least ? least : Math.max(VARIABILITY_MIN, product / lanes) };
}

/** The usual shape, for a rate that is a published peak, or a limit where nothing lies beyond it. */
export function typicalLaw(
  ratedOperationsPerSecond: number,
  idle: KnownFigure,
  shape: ResponseShape = TYPICAL_SHAPE,
): EvidentLaw {
  const capacity = ratedOperationsPerSecond * (1 + shape.beyondPeak);
  const { lanes, variability } = lanesFor(capacity, idle.value, shape.variability);
  return {
    law: { lanes, serversPerLane: 1, variability, idleResponseSeconds: idle.value },
    evidence: {
      lanes: {
        grade: idle.evidence.grade === 'guess' ? 'guess' : 'inferred',
        source: "Little's law at full load: capacity x idle response",
      },
      serversPerLane: {
        grade: 'guess',
        source: 'one server per lane fits thirteen official curves to 9% or better',
      },
      variability: { grade: 'guess', source: 'nearest to thirteen official load-response curves' },
      idleResponseSeconds: idle.evidence,
    },
  };
}

function idleResponse(system: PublishedStorage, stated: number | undefined): KnownFigure {
  if (stated !== undefined) return figure(stated, 'stated', 'stated in the scenario');
  const published = system.figures.idleResponseSeconds;
  if (published !== undefined && published.value !== null) return published;
  return figure(TYPICAL_IDLE_SECONDS, 'guess', 'median idle response of four SPECstorage 2020 curves');
}
