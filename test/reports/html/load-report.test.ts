import { parse } from 'csv-parse/sync';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { resultReport } from '../../../reports/html/result-report.ts';
import {
  calm,
  failover,
  invalidRun,
  stopped,
  unanswered,
  withoutObjectives,
  wrongData,
} from '../measured-run.ts';

const PROVENANCE = { command: 'headroom loadgen small.yaml --target nfs://filer.example/export/headroom' };

function shown(result: ReturnType<typeof failover>) {
  return parseHTML(resultReport(result, PROVENANCE)).document;
}

describe('the report on a load run', () => {
  const result = failover();
  const document = shown(result);
  const textOf = (selector: string) => document.querySelector(selector)?.textContent ?? '';

  it('puts the verdict first, then the target, what was asked and what was given', () => {
    expect(document.querySelector('title')?.textContent).toBe(
      'NOT MET: Small studio on nfs://filer.example/export/headroom',
    );
    const facts = [...document.querySelectorAll('.verdict dt')].map((one) => one.textContent);
    expect(facts).toEqual([
      'Least margin',
      'Target',
      'Asked',
      'Given',
      'Where it bends',
      'Data',
      'Read with care',
    ]);
    expect(textOf('.verdict .summary')).toBe('2 of 4 objectives missed.');
  });

  it('goes on to objectives, rates, bends, studio terms, operations, outages, data, the generator and evidence', () => {
    expect([...document.querySelectorAll('h2')].map((one) => one.getAttribute('id'))).toEqual([
      'verdict',
      'objectives',
      'given',
      'bends',
      'studio',
      'operations',
      'latency',
      'outages',
      'integrity',
      'generator',
      'evidence',
    ]);
  });

  it('has a sentence made of numbers, a table and its data with every figure', () => {
    const figures = [...document.querySelectorAll('figure')].filter(
      (one) => one.querySelector('figcaption') !== null,
    );
    expect(figures.map((one) => one.querySelector('h3')?.textContent)).toEqual([
      'Operations asked and answered',
      'Payload read and written',
      'Response times, 99th percentile of each second',
      'pipeline.latency against the rate of all operations',
      'review.scrub against the rate of all operations',
      'Response times of storage operations',
      'Durations of work',
      'Event loop of the generator',
    ]);
    for (const one of figures) {
      expect(one.querySelector('.takeaway')?.textContent).toMatch(/\d.*\.$/);
      expect(one.querySelectorAll('svg path, svg circle').length).toBeGreaterThan(0);
      expect(one.querySelectorAll('details tbody tr').length).toBeGreaterThan(0);
      expect(one.querySelector('a[download]')?.getAttribute('href')).toMatch(/^data:text\/csv/);
    }
  });

  it('has every second of the run in the data of its charts', () => {
    const href = document.querySelector('#rates a[download]')?.getAttribute('href') ?? '';
    const rows = parse(decodeURIComponent(href.slice(href.indexOf(',') + 1)), { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows).toHaveLength(120);
    expect(rows.map((row) => Number(row['answered [operations/s]']))).toEqual(result.load!.timeline.answered);
  });

  it('has every group of operations with its loop, its failures by code and its percentiles', () => {
    const rows = [...document.querySelectorAll('[aria-label="How many"] tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
    );
    expect(rows.filter((row) => row.length > 1)).toHaveLength(result.load!.operations.length);
    expect(rows).toContainEqual([
      'churn: getattr',
      'open',
      '74,511',
      '74,455',
      'none',
      '56timeout 56',
      '3,271',
      '–',
    ]);
    expect(textOf('#operations ~ .legendnote')).toContain('In a closed loop each operation waits');
  });

  it('shades the outage in every chart over time, and tells the drill that caused it', () => {
    for (const id of ['rates', 'payload', 'responses', 'loop-lag']) {
      expect(document.querySelectorAll(`#${id} .wide svg rect`)).toHaveLength(1);
    }
    expect(textOf('[aria-labelledby="outages"]')).toContain(
      '“ssh filer cluster takeover” succeeded; noticed 1.1 s after',
    );
  });

  it('says how often it was observed, and that there is no interval where there is none', () => {
    const cells = [...document.querySelectorAll('[aria-label^="Objectives"] tbody tr')].map(
      (row) => row.textContent,
    );
    expect(cells.some((text) => text?.includes('112,346') && text.includes('no interval'))).toBe(true);
  });
});

describe('what the report on a load run must not be taken for', () => {
  it('an invalid run claims nothing: no objective is marked met, no bend is found', () => {
    const document = shown(invalidRun());
    expect(document.querySelector('#verdict')?.textContent).toContain('Invalid run');
    expect(document.querySelector('.verdict .summary')?.textContent).toContain(
      'nothing here says what the target can do',
    );
    expect(document.querySelectorAll('.mark.good')).toHaveLength(0);
    expect(document.querySelector('#bends')).toBeNull();
  });

  it('an invalid run blames the target for no backlog, and no late answer', () => {
    const { document } = parseHTML(resultReport(invalidRun(), PROVENANCE));
    const takeaways = [...document.querySelectorAll('#rates .takeaway, #responses .takeaway')].map(
      (one) => one.textContent,
    );
    expect(takeaways[0]).toMatch(/so this says nothing of the target\.$/);
    expect(takeaways[1]).toContain('with what the generator was late');
  });

  it('wrong data stands above objectives that are met, and each place is named', () => {
    const document = shown(wrongData());
    expect(document.querySelector('#verdict')?.textContent).toContain('Wrong data');
    const rows = [...document.querySelectorAll('[aria-label="Regions that were wrong"] tbody tr')];
    expect(rows.map((row) => row.querySelector('th')?.textContent)).toEqual([
      'review/proxies/000017',
      'overnight/assets/000203',
    ]);
  });

  it('a run on other terms says so beside the verdict', () => {
    const verdict = shown(stopped()).querySelector('.verdict')?.textContent ?? '';
    expect(verdict).toContain('25% of the scenario’s actors');
    expect(verdict).toContain('waiting and computing 10 times as fast');
    expect(verdict).toContain('the guard “victim probe” stopped the run');
  });

  it('a calm run holds, has intervals, and no section on outages', () => {
    const document = shown(calm());
    expect(document.querySelector('#verdict')?.textContent).toContain('Holds');
    expect(document.querySelector('#outages')).toBeNull();
    expect(document.querySelector('[aria-label^="Objectives"]')?.textContent).toContain('certain');
  });

  it('without objectives it still shows where the busiest metric bends', () => {
    const document = shown(withoutObjectives());
    expect(document.querySelector('#objectives')).toBeNull();
    expect(document.querySelector('[aria-labelledby="bends"] h3')?.textContent).toContain('pipeline.latency');
  });

  it('marks figures that may lie among what had no end, and says how much that is', () => {
    const page = shown(unanswered());
    const rowsOf = (name: string) =>
      [...page.querySelectorAll('tr')].filter((row) => row.querySelector('th')?.textContent.startsWith(name));
    expect(page.querySelector('section[aria-labelledby=latency] > ul')?.textContent).toContain(
      'review.scrub: 100 of 1,060 operations had no answer',
    );
    const [scrub] = rowsOf('review.scrub');
    expect(scrub!.textContent).toContain('100 had no end');
    const marked = [...scrub!.querySelectorAll('td')].map((cell) => cell.textContent.startsWith('≥'));
    // Observed, mean, p50, p90, p95, p99, p99.9, max.
    expect(marked).toEqual([false, false, false, false, true, true, true, true]);
    const notes = [...page.querySelectorAll('section[aria-labelledby=latency] svg text')].map(
      ({ textContent }) => textContent,
    );
    expect(notes).toContainEqual(expect.stringMatching(/^median \d.*, p99 ≥ .*, max ≥ /u));
    expect(page.querySelector('#latency')?.parentElement?.textContent).toContain('≥ is at least');
    expect(shown(calm()).documentElement.textContent).not.toContain('≥ is at least');
  });

  it('sets response times outside of outages beside those of the whole run', () => {
    const { load } = failover();
    const tables = [...shown(failover()).querySelectorAll('table')];
    const table = tables.find((one) =>
      one.querySelector('caption')?.textContent.startsWith('The whole run'),
    )!;
    const heads = [...table.querySelectorAll('th[scope=row]')].map((one) => one.textContent);
    expect(heads.slice(0, 2)).toEqual(['the whole run', 'outside of outages']);
    const last = [...table.querySelectorAll('tbody')].at(-1)!;
    const [whole, outside] = [...last.querySelectorAll('tr')]
      .slice(1)
      .map((row) => Number([...row.querySelectorAll('data')][4]?.getAttribute('value')));
    expect(outside).toBe(load!.outsideOutages!.at(-1)!.response.p99);
    expect(outside!).toBeLessThan(whole!);
  });
});
