/**
 * A storage system's envelope as a scenario asks for it. Its limits are published (published-rates.ts) or stated in the
 * scenario. They are scaled to the number of nodes and derated. The latency law and the costs of metadata kinds
 * complete it. Each field carries its evidence. Limits are never guessed. Where the system has no figures, the shape of
 * the latency law and the relative costs of metadata kinds come from other systems. These are marked as guesses.
 */

import { METADATA_KINDS, type MetadataKind } from '../operations.ts';
import { figure, type KnownFigure } from './catalog/figure.ts';
import type { PublishedStorage, StorageFigure } from './catalog/storage-system.ts';
import { serviceLaws, TYPICAL_STREAM } from './derive-law.ts';
import type { Evidence, StorageEnvelope } from './envelope.ts';
import type { ResponseCurve } from './fit-law.ts';
import {
  type RateContradiction,
  type RatedTransfer,
  rateWithoutPayload,
  type TransferDirection,
} from './operation-size.ts';
import { type Derivation, publishedRates, RATE_FIELDS, type RateField } from './published-rates.ts';

/** Figures that a scenario may state in place of published ones, for the whole system with all its nodes. */
export interface EnvelopeOverrides extends Readonly<Partial<Record<RateField, number>>> {
  /** Payload of the operations that the stated rate counts; without it they carry none. Needs that rate to be stated. */
  readonly readBytesPerOperation?: number;
  readonly writeBytesPerOperation?: number;
  readonly metadataIsolated?: boolean;
  readonly idleResponseSeconds?: number;
  /** How far the capacity lies above the rates, as a share of them; 0 where they are hard limits. */
  readonly beyondPeak?: number;
}

export interface EnvelopeRequest {
  /** How many nodes; without it the configuration that the figures belong to. Above 0. */
  readonly nodes?: number;
  /** Fraction of every rate that is counted on, stated rates included; above 0 and at most 1. */
  readonly derate?: number;
  readonly overrides?: EnvelopeOverrides;
  /** The system's own load-response curve, in place of a published one. */
  readonly curve?: ResponseCurve;
}

/** A field that neither the published figures nor the scenario give. */
export interface MissingFigure {
  readonly field: string;
  readonly why: string;
}

export type DerivedEnvelope =
  | { readonly kind: 'envelope'; readonly envelope: StorageEnvelope }
  | { readonly kind: 'incomplete'; readonly missing: readonly MissingFigure[] }
  | { readonly kind: 'contradictory'; readonly contradictions: readonly RateContradiction[] };

/** An envelope of published figures alone: only stated figures can contradict each other. */
export type PublishedEnvelope = Exclude<DerivedEnvelope, { readonly kind: 'contradictory' }>;

/** Derives the envelope of a system, or says which figures are missing for it. */
export function deriveEnvelope(published: PublishedStorage, request: EnvelopeRequest): DerivedEnvelope {
  const system = request.curve === undefined ? published : { ...published, curve: request.curve };
  const rates = effectiveRates(system, request);
  if (rates.kind !== 'rates') return rates;
  const costs = metadataCosts(system);
  const isolation = metadataIsolation(system, request.overrides?.metadataIsolated);
  const { laws, beyondPeak } = serviceLaws(system, request, rates.values, isolation.isolated);
  return {
    kind: 'envelope',
    envelope: {
      ...rates.values,
      metadataCost: {
        lookup: costs.lookup.value,
        getattr: costs.getattr.value,
        access: costs.access.value,
        readdir: costs.readdir.value,
        create: costs.create.value,
        rename: costs.rename.value,
        remove: costs.remove.value,
      },
      streamBytesPerSecond: TYPICAL_STREAM.value,
      beyondPeak: beyondPeak.value,
      metadataIsolated: isolation.isolated,
      data: laws.data.law,
      metadata: laws.metadata.law,
      ...(rates.statedTransfers.length === 0 ? {} : { statedTransfers: rates.statedTransfers }),
      evidence: {
        ...rates.evidence,
        ...Object.fromEntries(METADATA_KINDS.map((kind) => [`metadataCost.${kind}`, costs[kind].evidence])),
        streamBytesPerSecond: TYPICAL_STREAM.evidence,
        beyondPeak: beyondPeak.evidence,
        metadataIsolated: isolation.evidence,
        ...prefixed('data', laws.data.evidence),
        ...prefixed('metadata', laws.metadata.evidence),
      },
    },
  };
}

type Rates = Readonly<Record<RateField, number>>;

type EffectiveRates =
  | {
      readonly kind: 'rates';
      readonly values: Rates;
      readonly evidence: Readonly<Record<RateField, Evidence>>;
      readonly statedTransfers: readonly RatedTransfer[];
    }
  | Exclude<DerivedEnvelope, { readonly kind: 'envelope' }>;

function effectiveRates(system: PublishedStorage, request: EnvelopeRequest): EffectiveRates {
  const { overrides = {}, derate = 1, nodes } = request;
  const published = publishedRates(system);
  const statedTransfers: RatedTransfer[] = [];
  const contradictions: RateContradiction[] = [];
  const full = (field: RateField): Derivation => {
    const stated = overrides[field];
    return stated === undefined
      ? scaled(published[field], system, nodes)
      : { kind: 'known', ...figure(stated, 'stated', 'stated in the scenario') };
  };
  const withoutPayload = (direction: TransferDirection): Derivation => {
    const rate = full(`${direction}OperationsPerSecond`);
    const bandwidth = full(`${direction}BytesPerSecond`);
    const bytesPerOperation = overrides[`${direction}BytesPerOperation`];
    if (bytesPerOperation === undefined || rate.kind === 'missing' || bandwidth.kind === 'missing')
      return rate;
    const peak = { direction, operationsPerSecond: rate.value, bytesPerOperation };
    const answer = rateWithoutPayload(peak, bandwidth.value);
    if (answer.kind === 'missing') contradictions.push({ ...peak, bandwidthBytesPerSecond: bandwidth.value });
    else statedTransfers.push({ ...peak, operationsPerSecond: rate.value * derate });
    return answer;
  };
  const effective = (field: RateField): Derivation => {
    if (field === 'readOperationsPerSecond') return derated(withoutPayload('read'), derate);
    if (field === 'writeOperationsPerSecond') return derated(withoutPayload('write'), derate);
    return derated(full(field), derate);
  };
  const readBytes = effective('readBytesPerSecond');
  const writeBytes = effective('writeBytesPerSecond');
  const reads = effective('readOperationsPerSecond');
  const writes = effective('writeOperationsPerSecond');
  const metadata = effective('metadataOperationsPerSecond');
  if (contradictions.length > 0) return { kind: 'contradictory', contradictions };
  if (
    readBytes.kind === 'missing' ||
    writeBytes.kind === 'missing' ||
    reads.kind === 'missing' ||
    writes.kind === 'missing' ||
    metadata.kind === 'missing'
  ) {
    const missing = RATE_FIELDS.flatMap((field) => {
      const derivation = effective(field);
      return derivation.kind === 'missing' ? [{ field, why: derivation.why }] : [];
    });
    return { kind: 'incomplete', missing };
  }
  return {
    kind: 'rates',
    values: {
      readBytesPerSecond: readBytes.value,
      writeBytesPerSecond: writeBytes.value,
      readOperationsPerSecond: reads.value,
      writeOperationsPerSecond: writes.value,
      metadataOperationsPerSecond: metadata.value,
    },
    evidence: {
      readBytesPerSecond: readBytes.evidence,
      writeBytesPerSecond: writeBytes.evidence,
      readOperationsPerSecond: reads.evidence,
      writeOperationsPerSecond: writes.evidence,
      metadataOperationsPerSecond: metadata.evidence,
    },
    statedTransfers,
  };
}

function scaled(derivation: Derivation, system: PublishedStorage, nodes: number | undefined): Derivation {
  if (derivation.kind === 'missing' || nodes === undefined || nodes === system.nodes) return derivation;
  if (system.nodes === null) {
    return {
      kind: 'missing',
      why: `the size of the configuration that was measured is not published, so it cannot be scaled to ${nodes} nodes`,
    };
  }
  return {
    kind: 'known',
    ...figure(
      (derivation.value * nodes) / system.nodes,
      'inferred',
      `${derivation.evidence.source}; scaled linearly from ${system.nodes} to ${nodes}`,
    ),
  };
}

function derated(derivation: Derivation, derate: number): Derivation {
  if (derivation.kind === 'missing' || derate === 1) return derivation;
  const { value, evidence } = derivation;
  return {
    kind: 'known',
    ...figure(value * derate, evidence.grade, `${evidence.source}; derated to ${derate}`),
  };
}

function metadataIsolation(
  system: PublishedStorage,
  stated: boolean | undefined,
): { readonly isolated: boolean; readonly evidence: Evidence } {
  if (stated !== undefined)
    return { isolated: stated, evidence: { grade: 'stated', source: 'stated in the scenario' } };
  if (system.metadataIsolated === null) {
    return {
      isolated: false,
      evidence: { grade: 'guess', source: 'not known: taken as shared, the harder case' },
    };
  }
  return {
    isolated: system.metadataIsolated,
    evidence: { grade: 'inferred', source: `architecture of ${system.vendor} ${system.model}` },
  };
}

/** Cost of each metadata kind relative to getattr, from the system's own rates where it has them. */
function metadataCosts(system: PublishedStorage): Readonly<Record<MetadataKind, KnownFigure>> {
  const asGetattr = figure(1, 'guess', 'reads one entry, as getattr does');
  const create =
    costFromRates(system, 'createOperationsPerSecond') ??
    figure(1 / 0.3, 'guess', 'median over 80 IO500 results: create runs at 0.30 of the stat rate');
  const remove =
    costFromRates(system, 'removeOperationsPerSecond') ??
    figure(1 / 0.24, 'guess', 'median over 80 IO500 results: delete runs at 0.24 of the stat rate');
  const rename = figure(
    Math.max(create.value, remove.value),
    'guess',
    'enters one name and removes another in one transaction: the dearer of create and remove',
  );
  const readdir = figure(
    15,
    'guess',
    'one answer carries the attributes of about 15 entries (1,000 files listed in 67 calls, Linux kernel commit), each counted as a getattr',
  );
  return {
    lookup: asGetattr,
    getattr: figure(1, 'inferred', 'by definition'),
    access: asGetattr,
    readdir,
    create,
    rename,
    remove,
  };
}

function costFromRates(system: PublishedStorage, rate: StorageFigure): KnownFigure | undefined {
  const stat = system.figures.statOperationsPerSecond;
  const other = system.figures[rate];
  if (stat === undefined || stat.value === null || other === undefined || other.value === null)
    return undefined;
  return figure(stat.value / other.value, 'inferred', `stat rate over own rate: ${other.evidence.source}`);
}

function prefixed(service: string, evidence: Readonly<Record<string, Evidence>>): Record<string, Evidence> {
  return Object.fromEntries(Object.entries(evidence).map(([field, value]) => [`${service}.${field}`, value]));
}
