import { parse } from 'csv-parse/sync';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { RampResult } from '../../../models/ramp-result.ts';
import { rampReport } from '../../../reports/html/ramp-report.ts';
import { calm } from '../measured-run.ts';
import { boundBy, broken, probe, steadyRamp } from '../ramp-result.ts';

const shown = (ramp: RampResult) => parseHTML(rampReport(ramp)).document;

describe('the report on a ramp', () => {
  const document = shown(steadyRamp());
  const textOf = (selector: string) => document.querySelector(selector)?.textContent ?? '';

  it('puts the verdict first, with the measured headroom, its interval and what binds', () => {
    expect(textOf('title')).toBe('HOLDS: Steady reads on /mnt/device');
    expect(textOf('.verdict .summary')).toBe('1.41 times this load holds, 1.45 times does not.');
    const facts = [...document.querySelectorAll('.verdict .facts > div')].map((one) => [
      one.querySelector('dt')?.textContent,
      one.querySelector('dd')?.textContent.replaceAll('\u00a0', ' '),
    ]);
    expect(facts.slice(0, 3)).toEqual([
      ['Headroom', '1.408 to 1.450 times the load: the first held, the second broke.'],
      ['At 1.41 times', '493 ops/s, 2.02 MB/s read.'],
      [
        'What binds',
        'The target, at 1.45 times the load: 508 ops/s came due and 500 ops/s were answered, so that the backlog grew: 150 operations at the end.',
      ],
    ]);
  });

  it('draws what was answered and how long it took, with the probes that held and that broke as marks of two shapes', () => {
    for (const id of ['answered', 'responses']) {
      const marks = [...document.querySelectorAll(`#${id} .wide svg g`)].filter((group) =>
        /--(good|bad)/.test(group.outerHTML.slice(0, group.outerHTML.indexOf('>'))),
      );
      expect(marks.map((group) => group.querySelectorAll('path, circle').length)).toEqual([2, 3]);
      expect(document.querySelector(`#${id} .takeaway`)?.textContent).toMatch(/\d.*\.$/);
      expect(textOf(`#${id} .legend`)).toContain('the limit lies here');
    }
    expect(textOf('#answered .legend')).toContain('came due');
  });

  it('has every probe in the order in which it was made, and the same in its CSV', () => {
    const rows = [...document.querySelectorAll('[aria-label^="Probes in the order"] tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.replaceAll('\u00a0', ' ')),
    );
    expect(rows.map((row) => row.slice(0, 5))).toEqual([
      ['✓1', '350 ops/s', '350 ops/s', '350 ops/s', '42 ms'],
      ['✗2', '700 ops/s', '500 ops/s', '500 ops/s', '3.9 s'],
      ['✓1.41', '493 ops/s', '493 ops/s', '493 ops/s', '42 ms'],
      ['✗1.45', '508 ops/s', '500 ops/s', '500 ops/s', '3.9 s'],
      ['✗1.45', '508 ops/s', '500 ops/s', '500 ops/s', '3.9 s'],
    ]);
    expect(rows[0]![5]).toBe('held');
    expect(rows[1]![5]).toMatch(/^broke: backlog508 ops\/s came due/);
    const href = document.querySelector('a[download="probes.csv"]')?.getAttribute('href') ?? '';
    const records = parse(decodeURIComponent(href.slice(href.indexOf(',') + 1)), {
      columns: true,
    }) as Record<string, string>[];
    expect(records.map((record) => Number(record['multiple']))).toEqual([1, 2, 1.408, 1.45, 1.45]);
    expect(Number(records[2]!['due [operations/s]'])).toBeCloseTo(492.8, 9);
  });

  it('names the command that repeats it', () => {
    expect(textOf('pre code')).toBe('headroom loadgen steady.yaml --target /mnt/device --ramp');
  });

  it('says that all is evidence by having no section on what is none', () => {
    expect(document.querySelector('#noevidence')).toBeNull();
  });
});

describe('a report on a ramp', () => {
  it('names each probe that is no evidence, and why', () => {
    const noEvidence = { kind: 'generator', why: 'it was late by 12 ms' } as const;
    const ramp = boundBy({ kind: 'generator', why: 'it was late by 12 ms' }, 1);
    const document = shown({
      ...ramp,
      probes: [probe(1, 350), probe(2, 400, { outcome: 'generator', noEvidence })],
    });
    const section = document.querySelector('[aria-labelledby="noevidence"]')?.textContent ?? '';
    expect(section.replaceAll('\u00a0', ' ')).toContain(
      'Probe 2, at 2 times the load: the generator was the limit. It was late by 12 ms.',
    );
    expect(document.querySelector('#answered .legend')?.textContent).toContain('no evidence');
    expect(document.querySelector('.verdict dd')?.textContent).toBe('At least 1 times the load.');
  });

  it('does not claim to hold where nothing is known, or where less than the load holds', () => {
    expect(
      shown(boundBy({ kind: 'generator', why: 'it was late' }, null)).querySelector('h2')?.textContent,
    ).toBe('? Undecided');
    const { headroom } = steadyRamp();
    const less = steadyRamp({ headroom: { ...headroom, multiple: 0.62, interval: [0.62, 0.64] } });
    expect(shown(less).querySelector('.verdict.bad h2')?.textContent).toBe('✗ Does not hold');
    const none = steadyRamp({
      headroom: { ...headroom, multiple: null, interval: [0, 0.1] },
      probes: [broken(0.1, 'too much')],
    });
    expect(shown(none).querySelector('.verdict dd')?.textContent).toBe('Less than 0.1 times the load.');
  });

  it('sets the objectives on both sides of the limit beside each other', () => {
    const { objectives } = calm();
    const ramp = steadyRamp({
      probes: [probe(1.408, 490, { objectives }), { ...broken(1.45, 'late'), objectives }],
    });
    const table = shown(ramp).querySelector('[aria-label="Objectives on both sides of the limit"]');
    expect([...(table?.querySelectorAll('thead th') ?? [])].map((one) => one.textContent)).toEqual([
      'Objective',
      'Limit',
      'At 1.41 times, held',
      'At 1.45 times, broke',
    ]);
    expect(table?.querySelectorAll('tbody tr')).toHaveLength(objectives.length);
  });

  it('holds what came due against what of it was answered, and of closed loops says what was answered only', () => {
    const mixed = probe(1, 121);
    const backlog = { ...mixed.backlog!, offeredPerSecond: 100, answeredPerSecond: 100 };
    const cells = (ramp: RampResult) =>
      [...shown(ramp).querySelectorAll('[aria-label^="Probes in the order"] tbody tr > *')]
        .slice(1, -2)
        .map((cell) => cell.textContent);
    expect(cells(steadyRamp({ probes: [{ ...mixed, backlog }] }))).toEqual([
      '100 ops/s',
      '100 ops/s',
      '121 ops/s',
    ]);
    const closed = steadyRamp({ probes: [{ ...mixed, backlog: null }] });
    expect(cells(closed)).toEqual(['121 ops/s']);
    expect(shown(closed).querySelector('#answered .legend')?.textContent).not.toContain('came due');
  });

  it('stands without a probe: one that was interrupted at once', () => {
    const document = shown({
      ...boundBy({ kind: 'interrupted', why: 'it was interrupted' }, null),
      probes: [],
    });
    expect(document.querySelector('.verdict .summary')?.textContent).toContain(
      'Nothing is known of the target',
    );
    expect(document.querySelectorAll('svg[role=img]')).toHaveLength(0);
  });
});
