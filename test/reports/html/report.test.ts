import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../../models/result.ts';
import { comparisonReport } from '../../../reports/html/comparison-report.ts';
import { resultReport } from '../../../reports/html/result-report.ts';
import { simulationReport } from '../../../reports/html/simulation-report.ts';
import { emptyResult, featureDay, shortDay, singleReplication, unobserved } from '../feature-day.ts';
import {
  calm,
  failover,
  invalidRun,
  nothingMeasured,
  stopped,
  withoutObjectives,
  wrongData,
} from '../measured-run.ts';
import { vendorComparison } from '../vendor-comparison.ts';

const PROVENANCE = {
  command: 'headroom simulate scenarios/feature-crunch.yaml --seed crunch',
  scenarioText: 'headroom: 1\nname: Feature crunch\nrun: { duration: 24h }\n',
};

const LOAD_PROVENANCE = {
  command: 'headroom loadgen scenarios/small-studio.yaml --target nfs://filer.example/export/headroom',
  scenarioText: 'headroom: 1\nname: Small studio\n',
};

const REPORTS: readonly (readonly [string, string])[] = [
  ['simulation', simulationReport(shortDay(), PROVENANCE)],
  ['single-replication', simulationReport(singleReplication(), PROVENANCE)],
  ['nothing-observed', simulationReport(unobserved(), PROVENANCE)],
  ['nothing-at-all', simulationReport(emptyResult(), PROVENANCE)],
  [
    'comparison',
    comparisonReport(vendorComparison(), { command: 'headroom compare scenarios/feature-crunch.yaml' }),
  ],
  ['load', resultReport(failover(), LOAD_PROVENANCE)],
  ['load-calm', resultReport(calm(), LOAD_PROVENANCE)],
  ['load-invalid', resultReport(invalidRun(), LOAD_PROVENANCE)],
  ['load-wrong-data', resultReport(wrongData(), LOAD_PROVENANCE)],
  ['load-stopped', resultReport(stopped(), LOAD_PROVENANCE)],
  ['load-nothing-measured', resultReport(nothingMeasured(), LOAD_PROVENANCE)],
  ['load-without-objectives', resultReport(withoutObjectives(), LOAD_PROVENANCE)],
];

/** The other reports differ from these in what the properties below say. */
const GOLDEN = ['simulation', 'nothing-at-all', 'comparison', 'load', 'load-nothing-measured'];

it.each(REPORTS.filter(([name]) => GOLDEN.includes(name)))(
  'the report on %s is as it was reviewed',
  async (name, report) => {
    // Changes of style are looked at in a browser; here they would only drown the rest.
    const normalised = report
      .replace(/<style>[^]*?<\/style>/, '<style>…</style>')
      .replace(/'sha256-[^']*'/, "'sha256-…'")
      .replace(/href="data:text\/csv[^"]*"/g, 'href="data:text/csv…"');
    await expect(normalised).toMatchFileSnapshot(`../golden/report-${name}.html`);
  },
);

describe.each(REPORTS)('the report on %s', (_, report) => {
  const { document } = parseHTML(report);

  it('allows its one stylesheet by hash, and nothing else', () => {
    const style = /<style>([^]*?)<\/style>/.exec(report)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(document.querySelectorAll('script, [style], link[rel=stylesheet], iframe, img')).toHaveLength(0);
    expect(report.match(/<style/g)).toHaveLength(1);
    expect(report).not.toMatch(/@import|url\(/);
  });

  it('has one heading of the first level and unique ids that its links find', () => {
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'));
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of document.querySelectorAll('nav a')) {
      expect(ids).toContain(link.getAttribute('href')?.slice(1));
    }
  });

  it('names every chart in words', () => {
    for (const svg of document.querySelectorAll('.drawing svg')) {
      expect(svg.getAttribute('role')).toBe('img');
      expect(svg.getAttribute('aria-label')?.length).toBeGreaterThan(20);
    }
  });

  it('shows no number that JavaScript has given up on', () => {
    expect(report).not.toMatch(/NaN|undefined|Infinity|\[object|null\b/);
  });
});

describe('the report on a day', () => {
  const day = featureDay();
  const report = simulationReport(day, PROVENANCE);
  const { document } = parseHTML(report);

  it('puts the verdict before everything but the name', () => {
    const text = document.body.textContent ?? '';
    const verdict = text.indexOf('1 of 5 objectives missed, 1 of 2 headroom policies broken.');
    expect(verdict).toBeGreaterThan(0);
    expect(verdict).toBeLessThan(150);
    expect(document.querySelector('title')?.textContent).toBe('NOT MET: Feature crunch');
  });

  it('says beside the verdict that it rests on a guess', () => {
    expect(document.querySelector('.verdict')?.textContent).toContain('Rests on 1 guess');
  });

  it('has a sentence, a table and its data with every figure', () => {
    const figures = [...document.querySelectorAll('figure')].filter(
      (one) => one.querySelector('figcaption') !== null,
    );
    expect(figures.map((one) => one.querySelector('h3')?.textContent)).toEqual([
      'What each stage waits for',
      'Queue depth',
      'Queue depth: operations',
      'Storage throughput',
      'Metadata rate',
      'GPUs in use, and GPUs idle on storage',
      'Utilization over the day',
      'Utilization of each resource',
      'Response times of storage operations',
      'Durations of work',
    ]);
    for (const one of figures) {
      expect(one.querySelector('.takeaway')?.textContent).toMatch(/\d.*\.$/);
      expect(one.querySelectorAll('svg path, svg rect, svg circle').length).toBeGreaterThan(0);
      expect(one.querySelectorAll('details tbody tr').length).toBeGreaterThan(0);
      expect(one.querySelector('a[download]')?.getAttribute('href')).toMatch(/^data:text\/csv/);
    }
  });

  it('shows no exact number that is not in the result', () => {
    const known = numbersOf(day);
    const shown = [...document.querySelectorAll('data')].map((one) => Number(one.getAttribute('value')));
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.filter((value) => !known.has(value))).toEqual([]);
  });

  it('keeps the true peak of every minute in its drawings and its data', () => {
    const link = document.querySelector('#throughput-bytes-rate a[download]')?.getAttribute('href') ?? '';
    const peak = Math.max(...day.timeline.series[2]!.values);
    expect(decodeURIComponent(link)).toContain(String(Number(peak.toPrecision(5))));
  });

  it('says how to repeat it, and with what', () => {
    const text = document.body.textContent ?? '';
    for (const part of [
      PROVENANCE.command,
      day.scenario.sha256,
      'seed “crunch”',
      'headroom 0.1.0 on Node 24.11.1',
    ]) {
      expect(text).toContain(part);
    }
    expect(document.querySelector('details pre')?.textContent).toBe(PROVENANCE.scenarioText);
  });

  it('is small enough to mail', () => {
    expect(Buffer.byteLength(report)).toBeLessThanOrEqual(600_000);
  });

  it('is small enough to mail even for a month of minutes, forty series and the longest source', () => {
    const [first] = day.timeline.series;
    const values = Array.from(
      { length: 43_200 },
      (_, bin) => 1e9 * (2 + Math.sin(bin / 700) + Math.sin(bin * bin)),
    );
    const series = Array.from({ length: 40 }, (_, index) => ({
      ...first!,
      name: `series ${index}`,
      group: (['queue', 'throughput', 'metadata', 'farm', 'utilization'] as const)[index % 5]!,
      values,
    }));
    const month = { ...day, timeline: { ...day.timeline, series } };
    const long = simulationReport(month, { ...PROVENANCE, scenarioText: '# <&"\n'.repeat(200_000) });
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(600_000);
  });

  it('is the same to the last byte each time, in any time zone', () => {
    const zone = process.env['TZ'];
    try {
      for (const other of ['Asia/Kolkata', 'America/Los_Angeles', 'UTC']) {
        process.env['TZ'] = other;
        expect(simulationReport(featureDay(), PROVENANCE)).toBe(report);
      }
    } finally {
      process.env['TZ'] = zone;
    }
  });
});

it('draws no waits where one resource takes all the time of every stage: a sentence says so', () => {
  const result = featureDay();
  const alone = { ...result, resources: result.resources.slice(0, 1) };
  const chart = (of: ResultDocument) =>
    parseHTML(simulationReport(of, PROVENANCE)).document.querySelector('#waiting .drawing');
  expect(chart(result)).not.toBeNull();
  expect(chart(alone)).toBeNull();
  expect(simulationReport(alone, PROVENANCE)).toContain('What each stage waits for');
});

describe('the report on candidates', () => {
  const { document } = parseHTML(REPORTS.find(([name]) => name === 'comparison')![1]);

  it('says first who meets everything', () => {
    expect(document.querySelector('.verdict .summary')?.textContent).toBe(
      '1 of 4 candidates meets every objective and headroom policy: B netapp-aff-a90 (2% to spare).',
    );
  });

  const [candidates, margins] = [...document.querySelectorAll('.verdict table')].map((table) =>
    [...table.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
    ),
  );

  it('has a row for every candidate with verdict, margin, bottleneck and evidence, the best first', () => {
    expect(candidates?.map((row) => row.slice(0, 3))).toEqual([
      ['Bnetapp-aff-a90', '✓ Holds', '+2%'],
      ['Dqumulo-eikon', '✗ Not met', '−33%'],
      ['Aweka-8n', '✗ Not met', '−34%'],
      ['Cazure-netapp-files large volume', '✗ Not met', '−165%'],
    ]);
    expect(candidates?.[2]?.slice(3)).toEqual([
      'metadata.hot utilization peak(10s)',
      expect.stringMatching(/^metadata\.hot/),
      'guess1 guess, 1 inferred, of 6 figures',
    ]);
  });

  it('sets margins side by side only where they are of one objective', () => {
    const { candidates: all } = vendorComparison();
    const [heads] = [...document.querySelectorAll('.verdict table')]
      .slice(1)
      .map((table) => [...table.querySelectorAll('thead th')].map((cell) => cell.textContent));
    expect(new Set(heads?.slice(1))).toEqual(new Set(all.map(({ leastMargin }) => leastMargin?.text)));
    const shown = (margins ?? []).flatMap((row) => row.slice(1));
    expect(shown).toHaveLength(4 * (heads!.length - 1));
    expect(shown.filter((text) => !/^([+−]?[\d.,]+%|missed)$/.test(text ?? ''))).toEqual([]);
  });

  it('lists every file that the scenarios come from, with the digest of its own bytes', () => {
    const files = [...document.querySelectorAll('section[aria-labelledby=evidence] tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent).join(' '),
    );
    const comparison = vendorComparison();
    const bases = comparison.candidates.map((candidate) => ({
      ...candidate,
      result: {
        ...candidate.result,
        scenario: {
          ...candidate.result.scenario,
          description: 'The crunch, on other storage.',
          extends: [{ file: 'base.yaml', sha256: 'ba5e' }],
        },
      },
    }));
    const page = comparisonReport({ ...comparison, candidates: bases }, { command: 'headroom compare' });
    expect(files.some((row) => row.startsWith('base.yaml'))).toBe(false);
    expect(parseHTML(page).document.querySelector('.subtitle')?.textContent).toBe(
      'The crunch, on other storage.',
    );
    expect(page).toMatch(/base\.yaml<\/th>.*<code>ba5e<\/code>.*A, B, C, D/);
  });

  it('grades every hardware figure of every candidate', () => {
    const table = [...document.querySelectorAll('table')].find((one) =>
      one.querySelector('caption')?.textContent?.startsWith('Hardware figures'),
    );
    expect(table?.querySelectorAll('td .badge')).toHaveLength(4 * 6);
  });

  it('gives every difference its interval', () => {
    const rows = [...document.querySelectorAll('section[aria-labelledby=differences] tbody tr')];
    expect(rows).toHaveLength(3 * (7 + 9));
    for (const row of rows) {
      const [, , difference, interval, higher, reading] = [...row.querySelectorAll('td')].map(
        (cell) => cell.textContent,
      );
      expect(difference).toMatch(/^[+−±]/);
      expect(interval).toMatch(/^± \S/);
      expect(higher).toMatch(/^\d+ of 10$/);
      expect(reading).toMatch(/^(higher|lower|within noise)/);
    }
  });
});

function numbersOf(document: ResultDocument): ReadonlySet<number> {
  const numbers = new Set<number>();
  const visit = (value: unknown): void => {
    if (typeof value === 'number') numbers.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(document);
  return numbers;
}
