/** A ramp in words: its multiples, and what each probe found. */

import type { RampProbe, RampResult } from '../models/ramp-result.ts';
import { formatQuantity } from '../models/units.ts';
import { formatInterval } from './format-interval.ts';
import { fixed } from './quantity-scale.ts';

/** "1.23", "12.5", "0.0412": enough digits to tell apart what a ramp of a few percent does. */
export function multipleText(multiple: number): string {
  if (multiple === 0) return '0';
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(multiple)));
  return fixed(multiple, decimals).replace(/\.0+$|(\.\d*[1-9])0+$/, '$1');
}

/** "1.217 to 1.253", or "more than 64" where nothing broke. */
export function headroomInterval({ interval: [held, broke] }: RampResult['headroom']): string {
  return broke === null ? `at least ${multipleText(held)}` : formatInterval([held, broke], 'count');
}

/** Describes the due rate in open loops, or else the answered rate. */
export function askedText({ backlog, answeredPerSecond }: RampProbe): string {
  return formatQuantity(backlog?.offeredPerSecond ?? answeredPerSecond, 'operations/s');
}

/**
 * Returns the answered rate of open loops, or of closed loops if there are no others, in operations per second. It is
 * comparable with the due rate.
 */
export function answeredOf({ backlog, answeredPerSecond }: RampProbe): number {
  return backlog?.answeredPerSecond ?? answeredPerSecond;
}

/** Why it is not said to have held; empty where it held, or where its outcome says all. */
export function probeReason({ outcome, broke, noEvidence }: RampProbe): string {
  if (outcome === 'interrupted') return '';
  return noEvidence?.why ?? broke.map(({ why }) => why).join('; ');
}

/** The headline: "1.23 times this load holds, 1.25 times does not" */
export function headroomSentence({ headroom, bound }: RampResult): string {
  const { multiple, interval } = headroom;
  const [, broke] = interval;
  if (multiple === null) {
    return broke === null
      ? 'nothing is known of the target: no probe was evidence'
      : `not even ${multipleText(broke)} times this load holds`;
  }
  if (broke === null)
    return `${multipleText(multiple)} times this load holds, and how much more is not known`;
  const [low, high] = apart(multiple, broke);
  const held = `${low} times this load holds, ${high} times does not`;
  return bound.kind === 'target' ? held : `${held}; the ramp ended between the two`;
}

/** Two multiples with as many digits as tell them apart. */
function apart(low: number, high: number): readonly [string, string] {
  const usual = [multipleText(low), multipleText(high)] as const;
  if (usual[0] !== usual[1] || low === high) return usual;
  const decimals = Math.ceil(-Math.log10(high - low)) + 1;
  return [fixed(low, decimals), fixed(high, decimals)];
}

export type RampVerdict = 'holds' | 'does not hold' | 'undecided';

export const RAMP_VERDICT_WORDS: Readonly<Record<RampVerdict, string>> = {
  holds: 'HOLDS',
  'does not hold': 'DOES NOT HOLD',
  undecided: 'UNDECIDED',
};

export const RAMP_VERDICT_STYLE = {
  holds: 'good',
  'does not hold': 'bad',
  undecided: 'unsure',
} as const satisfies Readonly<Record<RampVerdict, string>>;

/** Whether the target holds the load itself, once. */
export function rampVerdict({ multiple, interval: [, broke] }: RampResult['headroom']): RampVerdict {
  if (multiple !== null && multiple >= 1) return 'holds';
  // What held below the load itself says nothing of the load where nothing broke.
  return broke === null || broke > 1 ? 'undecided' : 'does not hold';
}

/** "493 ops/s, 2.02 MB/s read" at the multiple that held; null where none did. */
export function ratesText(headroom: RampResult['headroom']): string | null {
  const { multiple, offeredPerSecond, answeredPerSecond, readBytesPerSecond, writtenBytesPerSecond } =
    headroom;
  if (multiple === null) return null;
  const asked = offeredPerSecond ?? answeredPerSecond;
  return [
    asked === null ? [] : [formatQuantity(asked, 'operations/s')],
    readBytesPerSecond ? [`${formatQuantity(readBytesPerSecond, 'bytes/s')} read`] : [],
    writtenBytesPerSecond ? [`${formatQuantity(writtenBytesPerSecond, 'bytes/s')} written`] : [],
  ]
    .flat()
    .join(', ');
}

/** Explains with figures why the search ended at its upper bound. */
export function boundSentence({ bound, headroom }: RampResult): string {
  const [, broke] = headroom.interval;
  switch (bound.kind) {
    case 'target':
      return `The target${broke === null ? '' : `, at ${multipleText(broke)} times the load`}: ${bound.why}.`;
    case 'generator':
      return broke === null
        ? `The generator’s own ceiling, so the target may hold more: ${bound.why}.`
        : `The generator’s own ceiling ended the ramp before the limit was narrowed further: ${bound.why}.`;
    case 'maximum':
      return `Nothing up to here: ${bound.why}.`;
    case 'guard':
      return `A guard ended the ramp: ${bound.why}.`;
    case 'interrupted':
      return 'The ramp was interrupted.';
    case 'failed':
      return `The ramp could not go on: ${bound.why}.`;
  }
}

/** "held", "broke: backlog, objective", "generator" */
export function outcomeText({ outcome, broke }: RampProbe): string {
  const criteria = [...new Set(broke.map(({ criterion }) => criterion))].join(', ');
  return criteria === '' ? outcome : `${outcome}: ${criteria}`;
}

/** "5 probes of 20 s on /mnt/device" */
export function probesText({ probes, probeSeconds, target }: RampResult): string {
  const count = probes.length === 1 ? 'one probe' : `${probes.length} probes`;
  return `${count} of ${formatQuantity(probeSeconds, 'seconds')} on ${target.url}`;
}
