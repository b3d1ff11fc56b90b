import { describe, expect, test } from 'vitest';
import { generatorFaultText, hostText } from '../../models/generator-fault.ts';
import type { HostLoad, LoadSection } from '../../models/load-section.ts';
import { parseQuantity } from '../../models/units.ts';

const IDLE: HostLoad = {
  cpuFraction: 0.2,
  othersFraction: 0.01,
  stealFraction: 0,
  throttledSeconds: null,
  busiest: [],
};
const LATE: LoadSection['generator'] = {
  threads: 2,
  sendErrorSecondsP99: 0.1,
  loopLagSecondsP99: 0.092,
  allowedLatenessSeconds: 0.001,
  cpuFraction: 0.1,
  host: IDLE,
  valid: false,
  reasons: ['1% of the operations were sent 92 ms or more too late; 1 ms is allowed'],
};
const textOn = (host: Partial<HostLoad>, other: Partial<LoadSection['generator']> = {}) =>
  generatorFaultText({ ...LATE, host: { ...IDLE, ...host }, ...other });

describe('a generator that was the limit', () => {
  test('is told with its figures, what the machine was busy with, and what to do', () => {
    const busiest = [
      { name: 'stress-ng', cpuFraction: 0.52 },
      { name: 'ffmpeg', cpuFraction: 0.19 },
    ];
    expect(textOn({ othersFraction: 0.71, busiest })).toBe(
      "1% of the operations were sent 92 ms or more too late; 1 ms is allowed. Other programs took 71% of this machine's processors (stress-ng 52%, ffmpeg 19%). Next: end the other programs, ask for less with --scale, or accept it with --allowed-lateness 100ms.",
    );
  });

  test.each<[string, Partial<HostLoad>, RegExp]>([
    ['a hypervisor', { stealFraction: 0.3 }, /withheld 30% of them.*use a machine that shares no processors/],
    [
      'the limit of its container',
      { throttledSeconds: 3.2 },
      /held the generator back for 3\.2 s.*raise the CPU limit of the container/,
    ],
    ['other programs', { othersFraction: 0.4 }, /took 40% of.*end the other programs/],
  ])('by %s has a remedy of its own', (_, host, said) => {
    expect(textOn(host)).toMatch(said);
    expect(textOn({})).not.toMatch(said);
  });

  test('by its own work is told to ask for less, or for more processors', () => {
    const reasons = ["the generator took 97% of this machine's processors; 85% is allowed"];
    const text = textOn({}, { cpuFraction: 0.97, loopLagSecondsP99: 1e-5, reasons });
    expect(text).toContain('use a machine with more processors, or ask for less with --scale');
    expect(text).not.toContain('--allowed-lateness');
  });

  test('is told without its machine where that is not known, and of results of earlier versions', () => {
    expect(textOn({}, { host: null })).not.toContain('processors (');
    const { host: _host, allowedLatenessSeconds: _allowed, ...earlier } = LATE;
    expect(generatorFaultText(earlier)).toMatch(/^1% of the operations .*\. Next: /);
  });

  test('may be accepted with a lateness that the option takes, above the one that was seen', () => {
    for (const seen of [1.2e-3, 4.9e-3, 0.0199, 0.092, 0.5, 0.999, 1, 3, 40]) {
      const text = textOn({}, { loopLagSecondsP99: seen });
      const offered = /--allowed-lateness (\S+)\.$/.exec(text)?.[1] ?? '';
      const parsed = parseQuantity(offered, 'seconds');
      expect(parsed.kind).toBe('quantity');
      const seconds = parsed.kind === 'quantity' ? parsed.value : 0;
      expect(seconds).toBeGreaterThan(seen);
      expect(seconds).toBeLessThan(seen * 3);
    }
  });

  test('says nothing where it was not', () => {
    expect(generatorFaultText({ ...LATE, valid: true, reasons: [] })).toBe('');
  });
});

test('a machine with nothing else to do is said to have had nothing else to do', () => {
  expect(hostText(IDLE)).toBe("other programs took 1% of this machine's processors");
});
