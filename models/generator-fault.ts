/** Why the load generator was the limit of a run, what its machine was busy with meanwhile, and what to do about it. */

import type { HostLoad, LoadSection } from './load-section.ts';
import { formatQuantity } from './units.ts';

type Generator = LoadSection['generator'];

/** Beyond these parts of the processors something else than the generator is worth a remedy of its own. */
const OTHERS_NOTABLE = 0.1;
const STEAL_NOTABLE = 0.02;
/** A generator that takes more than this has use for more processors. */
const OWN_NOTABLE = 0.5;

/** Sentences with their full stops: the figures and their limits, the machine, the next step. Empty where the run is valid. */
export function generatorFaultText(generator: Generator): string {
  return generatorFaultParts(generator)
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}.`)
    .join(' ');
}

/** The same, each without a full stop. */
export function generatorFaultParts(generator: Generator): readonly string[] {
  if (generator.valid) return [];
  const { reasons, host } = generator;
  return [
    ...reasons.map((reason) => reason.replace(/\.$/, '')),
    ...(host === null || host === undefined ? [] : [hostText(host)]),
    adviceText(generator),
  ];
}

/** "other programs took 71% of this machine's processors: stress-ng 52%, ffmpeg 19%; ..." */
export function hostText({ othersFraction, stealFraction, throttledSeconds, busiest }: HostLoad): string {
  const percent = (fraction: number) => formatQuantity(fraction, 'fraction');
  const named = busiest.map(({ name, cpuFraction }) => `${name} ${percent(cpuFraction)}`);
  const parts = [
    `other programs took ${percent(othersFraction)} of this machine's processors${named.length === 0 ? '' : ` (${named.join(', ')})`}`,
  ];
  if (stealFraction > 0) parts.push(`its hypervisor withheld ${percent(stealFraction)} of them`);
  if (throttledSeconds !== null && throttledSeconds > 0) {
    const seconds = formatQuantity(throttledSeconds, 'seconds');
    parts.push(`the CPU limit of its container held the generator back for ${seconds}`);
  }
  return parts.join(', ');
}

function adviceText({ host, cpuFraction, loopLagSecondsP99, allowedLatenessSeconds }: Generator): string {
  const remedies: string[] = [];
  if ((host?.othersFraction ?? 0) > OTHERS_NOTABLE) remedies.push('end the other programs');
  if ((host?.stealFraction ?? 0) > STEAL_NOTABLE) remedies.push('use a machine that shares no processors');
  if ((host?.throttledSeconds ?? 0) > 0) remedies.push('raise the CPU limit of the container');
  remedies.push(
    cpuFraction > OWN_NOTABLE
      ? 'use a machine with more processors, or ask for less with --scale'
      : 'ask for less with --scale',
  );
  if (loopLagSecondsP99 > (allowedLatenessSeconds ?? 0)) {
    remedies.push(`accept it with --allowed-lateness ${toleranceAbove(loopLagSecondsP99)}`);
  }
  const last = remedies.pop();
  return `next: ${remedies.length === 0 ? '' : `${remedies.join(', ')}, or `}${last}`;
}

/** A round time above this one, as the option takes it: "5ms", "200ms", "2s". */
function toleranceAbove(seconds: number): string {
  const decade = 10 ** Math.floor(Math.log10(seconds));
  const round = [2, 5, 10].map((step) => step * decade).find((each) => each > seconds * 1.05);
  const chosen = round ?? 20 * decade;
  return chosen < 1 ? `${Number((chosen * 1000).toPrecision(2))}ms` : `${Number(chosen.toPrecision(2))}s`;
}
