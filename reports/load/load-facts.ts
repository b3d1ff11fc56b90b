/** Facts about a load run, in sentences that the terminal and the HTML report share. */

import { findProtocol } from '../../loadgen/targets/protocols.ts';
import { generatorFaultText } from '../../models/generator-fault.ts';
import type {
  Drill,
  LoadSection,
  OperationResult,
  Outage,
  UnfinishedObservations,
} from '../../models/load-section.ts';
import type { SpreadFigure } from '../../models/lower-bound.ts';
import type { MetricResult, Warning } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { elapsedText } from '../elapsed-text.ts';

/** "nfs://filer/export (NFSv3 over TCP) in place of hot" */
export function targetText({ target }: Pick<LoadSection, 'target'>): string {
  const { url, kind, standsFor } = target;
  const place = standsFor === undefined ? '' : ` in place of ${standsFor.storage}`;
  return `${url} (${findProtocol(kind)?.label ?? kind})${place}`;
}

/** "2026-04-12 07:41:00 UTC" */
export function startedText({ startedAtSeconds }: Pick<LoadSection, 'startedAtSeconds'>): string {
  const [date = '', time = ''] = new Date(startedAtSeconds * 1000).toISOString().split('T');
  return `${date} ${time.slice(0, 8)} UTC`;
}

/** "2min of real time, all of the scenario’s actors, at its own pace" */
export function termsText({ elapsedSeconds, scale, speed }: LoadSection): string {
  const actors = scale === 1 ? 'all of' : `${formatQuantity(scale, 'fraction')} of`;
  const pace =
    speed === 1 ? 'at its own pace' : `waiting and computing ${formatQuantity(speed, 'count')} times as fast`;
  return `${formatQuantity(elapsedSeconds, 'seconds')} of real time, ${actors} the scenario’s actors, ${pace}`;
}

/** Sums over all operations of a run. */
export interface Totals {
  readonly offered: number;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  readonly retries: number;
  readonly read: number;
  readonly written: number;
}

export function totalsOf(operations: readonly OperationResult[]): Totals {
  const total = (of: (operation: OperationResult) => number) =>
    operations.reduce((sum, operation) => sum + of(operation), 0);
  return {
    offered: total(({ offered }) => offered),
    sent: total(({ sent }) => sent),
    answered: total(({ answered }) => answered),
    failed: total(({ failed }) => failed),
    retries: total(({ retries }) => retries),
    read: total(({ kind, bytes }) => (kind === 'read' ? bytes : 0)),
    written: total(({ kind, bytes }) => (kind === 'write' ? bytes : 0)),
  };
}

/**
 * Describes the requested work: "132,521 operations came due, 1.1k ops/s on average and 1.85k ops/s in the busiest
 * second"
 */
export function askedText({ operations, timeline, elapsedSeconds }: LoadSection): string {
  const { offered } = totalsOf(operations);
  const mean = formatQuantity(elapsedSeconds > 0 ? offered / elapsedSeconds : 0, 'operations/s');
  const busiest = formatQuantity(Math.max(0, ...timeline.offered), 'operations/s');
  return `${formatQuantity(offered, 'count')} operations came due, ${mean} on average and ${busiest} in the busiest ${binText(timeline)}`;
}

/** Describes the delivered work: "99.9% were answered, 102 failed, 0 never sent; 5.2 GB read and 2.1 GB written" */
export function givenText({ operations }: LoadSection): string {
  const { offered, sent, answered, failed, retries, read, written } = totalsOf(operations);
  const share = offered === 0 ? 'none' : shareText(answered, offered);
  const parts = [
    `${share} were answered`,
    ...(failed === 0 ? [] : [`${formatQuantity(failed, 'count')} failed`]),
    ...(retries === 0 ? [] : [`${formatQuantity(retries, 'count')} attempts were retries`]),
    ...(offered > sent ? [`${formatQuantity(offered - sent, 'count')} never sent`] : []),
  ];
  return `${parts.join(', ')}; ${formatQuantity(read, 'bytes')} read and ${formatQuantity(written, 'bytes')} written`;
}

/** A share that is only "all" when it is: "all", "99.92%". */
export function shareText(part: number, whole: number): string {
  if (part === whole) return 'all';
  const percent = (100 * part) / whole;
  return percent > 99
    ? `${(Math.floor(percent * 100) / 100).toFixed(2)}%`
    : formatQuantity(part / whole, 'fraction');
}

/** "second", or "15 s" where the run was too long to keep each. */
export function binText({ binSeconds }: Pick<LoadSection['timeline'], 'binSeconds'>): string {
  return binSeconds === 1 ? 'second' : formatQuantity(binSeconds, 'seconds');
}

export function integrityText({ integrity }: LoadSection): string {
  const { bytesVerified, readsVerified, regions } = integrity;
  if (readsVerified === 0)
    return 'No data was verified: no read met what this run or its preparation had written.';
  const verified = `${formatQuantity(bytesVerified, 'bytes')} in ${formatQuantity(readsVerified, 'count')} reads were verified`;
  if (regions === 0) return `${verified}, and every byte was what had been written.`;
  return `${verified}, and ${regions === 1 ? 'one region was' : `${formatQuantity(regions, 'count')} regions were`} not what had been written.`;
}

/** Whether the generator was in the way. `warnings` are those of the whole result, one of which may be of a busy thread. */
export function generatorText(
  { generator, operations }: LoadSection,
  warnings: readonly Pick<Warning, 'code'>[],
): string {
  const { threads, sendErrorSecondsP99, loopLagSecondsP99, allowedLatenessSeconds, cpuFraction, valid } =
    generator;
  const allowed =
    allowedLatenessSeconds === undefined
      ? ''
      : ` (${formatQuantity(allowedLatenessSeconds, 'seconds')} allowed)`;
  const figures = `${threads === 1 ? 'one thread' : `${threads} threads`}, ${formatQuantity(cpuFraction, 'fraction')} of all processors, sends ${formatQuantity(sendErrorSecondsP99, 'seconds')} late at the 99th percentile, event loop late by ${formatQuantity(loopLagSecondsP99, 'seconds')}${allowed}`;
  if (!valid) return `The generator did not keep up (${figures}). ${generatorFaultText(generator)}`;
  if (totalsOf(operations).sent === 0)
    return `Nothing was sent, so the generator was not put to the test: ${figures}.`;
  return warnings.some(({ code }) => code === 'busy-thread')
    ? `The generator sent in time what came due at times of its own; in closed loops a busy thread of it may have been the limit: ${figures}.`
    : `The generator kept up, so these are the target’s figures: ${figures}.`;
}

export function endingText({ ending, elapsedSeconds }: LoadSection): string {
  const after = elapsedText(elapsedSeconds);
  switch (ending.kind) {
    case 'finished':
      return 'It ran to its end.';
    case 'interrupted':
      return `It was interrupted after ${after}.`;
    case 'guard':
      return `The guard “${ending.guard}” stopped it after ${after}: ${ending.reason}`;
    case 'failed':
      return `It failed after ${after}: ${ending.reason}`;
  }
}

/** "at 1:24 the target stopped answering; noticed after 1 s, recovered after 4.3 s (1 frame ...)" */
export function outageText({
  firstFailureSeconds,
  detectedSeconds,
  recoveredSeconds,
  failed,
  retried,
}: Outage): string {
  const since = (seconds: number) => formatQuantity(seconds - firstFailureSeconds, 'seconds');
  const recovery =
    recoveredSeconds === null
      ? 'not recovered when the run ended'
      : `recovered after ${since(recoveredSeconds)}`;
  const counts = `${formatQuantity(failed, 'count')} operations failed, ${formatQuantity(retried, 'count')} retried`;
  return `From ${elapsedText(firstFailureSeconds)} the target did not answer as it should: noticed after ${since(detectedSeconds)}, ${recovery}; ${counts}.`;
}

/** "review.scrub: 100 of 2020 operations had no answer when the run ended, so its p99 and maximum are lower bounds" */
export function unfinishedText(
  { metric, what, due, unfinished }: UnfinishedObservations,
  metrics: readonly Pick<MetricResult, 'name' | 'atLeast'>[],
): string {
  const count = (value: number) => formatQuantity(value, 'count');
  const lack = what === 'operations' ? 'operations had no answer' : 'units of work had no end';
  const lost = `${metric}: ${count(unfinished)} of ${count(due)} ${lack} when the run ended`;
  const { atLeast = [] } = metrics.find(({ name }) => name === metric) ?? {};
  const named = atLeast.map((figure) => FIGURE_NAMES[figure]);
  const last = named.at(-1);
  if (last === undefined) return lost;
  return named.length === 1
    ? `${lost}, so its ${last} is a lower bound`
    : `${lost}, so its ${named.slice(0, -1).join(', ')} and ${last} are lower bounds`;
}

const FIGURE_NAMES: Readonly<Record<SpreadFigure, string>> = {
  p50: 'p50',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  p999: 'p99.9',
  max: 'maximum',
};

/** Came due, and had neither an answer nor a failure when the run ended. */
export function unfinishedOf({ offered, answered, failed }: OperationResult): number {
  return Math.max(0, offered - answered - failed);
}

export function drillText({ command, startedSeconds, exitCode, outage, outageBefore }: Drill): string {
  const end =
    exitCode === null
      ? 'had not ended when the run did'
      : exitCode === 0
        ? 'succeeded'
        : `exited with ${exitCode}`;
  const after = (seconds: number) => formatQuantity(seconds - startedSeconds, 'seconds');
  const before =
    outageBefore === null
      ? []
      : [
          `already down since ${elapsedText(outageBefore.firstFailureSeconds)}, so when the load would have noticed the command cannot be told; ${
            outageBefore.recoveredSeconds === null
              ? 'not recovered when the run ended'
              : `recovered ${after(outageBefore.recoveredSeconds)} after it`
          }`,
        ];
  const felt =
    outage === null
      ? []
      : [
          outage.recoveredSeconds === null
            ? 'the load noticed, and the target had not recovered when the run ended'
            : `noticed ${after(outage.detectedSeconds)} after the command, recovered ${after(outage.recoveredSeconds)} after it`,
        ];
  const all = [...before, ...felt].join('; then ') || 'the load did not notice';
  return `At ${elapsedText(startedSeconds)} “${command}” ${end}; ${all}.`;
}
