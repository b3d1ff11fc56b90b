import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparisonCsv,
  csv,
  differencesCsv,
  metricsCsv,
  objectivesCsv,
  timelineCsv,
} from '../../reports/csv.ts';
import { byPatience } from '../patience.ts';
import { featureDay, shortDay, unobserved } from './feature-day.ts';
import { AWKWARD_STRINGS, withText, XSS_STRINGS } from './hostile.ts';
import { vendorComparison } from './vendor-comparison.ts';

function cells(text: string): string[][] {
  return parse(text);
}

function columns(text: string): Record<string, string>[] {
  return parse(text, { columns: true });
}

const LOAD = { kind: 'load', resource: 'metadata.hot', why: 'its peak is 90%' } as const;

describe('CSV', () => {
  it('gives every number of the timeline back, to the last digit', () => {
    const result = featureDay();
    const [header, ...rows] = cells(timelineCsv(result));
    expect(header?.slice(0, 4)).toEqual([
      'seconds',
      'timeOfDay',
      'farm.queue [count]',
      'metadata.hot.queue [operations]',
    ]);
    expect(rows).toHaveLength(1477);
    for (const [index, series] of result.timeline.series.entries()) {
      expect(rows.map((row) => Number(row[index + 2]))).toEqual(series.values);
    }
    expect(rows[720]?.slice(0, 2)).toEqual(['43200', '19:00']);
  });

  it('gives metrics and objectives back', () => {
    const result = featureDay();
    for (const [index, row] of columns(metricsCsv(result)).entries()) {
      const metric = result.metrics[index]!;
      expect([row['metric'], Number(row['mean']), Number(row['p99High95'])]).toEqual([
        metric.name,
        metric.mean,
        metric.percentileIntervals.p99?.[1],
      ]);
    }
    for (const [index, row] of columns(objectivesCsv(result)).entries()) {
      const objective = result.objectives[index]!;
      expect([row['text'], Number(row['value']), row['met']]).toEqual([
        objective.text,
        objective.value,
        String(objective.met),
      ]);
    }
  });

  it('counts replications beside the intervals', () => {
    const { objectives } = featureDay();
    const missed = columns(objectivesCsv(featureDay())).map((row) => [
      row['missedReplications'],
      row['judgedReplications'],
    ]);
    expect(missed).toEqual(
      objectives.map(({ missedIn }) => [String(missedIn!.replications), String(missedIn!.of)]),
    );
    const [first] = columns(differencesCsv(vendorComparison()));
    expect(first).toMatchObject({
      higherReplications: '0',
      lowerReplications: '10',
      pairedReplications: '10',
      verdict: 'lower',
    });
  });

  it('gives causes back: of a time with its share, of a load with its sentence, none where there is none', () => {
    const { objectives, ...rest } = featureDay();
    const [first, second, third, ...others] = objectives;
    const time = { kind: 'queue', resource: 'compute.farm', seconds: 9000, share: 0.75 } as const;
    const causes = [{ ...time, parts: [time], why: 'frames, they wait' }, LOAD];
    const given = [
      { ...first!, cause: causes[0]! },
      { ...second!, cause: causes[1]! },
      { ...third!, cause: undefined },
      ...others,
    ].map(({ cause, ...objective }) => (cause === undefined ? objective : { ...objective, cause }));
    const read = columns(objectivesCsv({ ...rest, objectives: given })).map((row) =>
      ['causeKind', 'causeResource', 'causeSeconds', 'causeShare', 'cause'].map((name) => row[name]),
    );
    expect(read.slice(0, 3)).toEqual([
      ['queue', 'compute.farm', '9000', '0.75', 'frames, they wait'],
      ['load', 'metadata.hot', '', '', 'its peak is 90%'],
      ['', '', '', '', ''],
    ]);
  });

  it('leaves unknown numbers empty', () => {
    const [row] = columns(metricsCsv(unobserved()));
    expect(row).toMatchObject({ count: '0', mean: '', meanLow95: '', p999: '', max: '' });
  });

  it('holds any number and any text', () => {
    const cell = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const [, ...parsed] = cells(csv(['one', 'other'], rows));
        for (const [index, row] of rows.entries()) {
          const numbers = row.map((value) => (typeof value === 'number' ? value + 0 : null));
          const read = row.map((value, column) =>
            typeof value === 'number' ? Number(parsed[index]?.[column]) : null,
          );
          expect(read).toEqual(numbers);
        }
      }),
    );
  });

  // Every third of them in `npm test`.
  const hostile = [...XSS_STRINGS, ...AWKWARD_STRINGS];
  const tried = byPatience({ fast: hostile.filter((_, index) => index % 3 === 0), slow: hostile });

  it.each(tried)('starts no text cell like a formula: %j', (text) => {
    const result = withText(shortDay(), text);
    const comparison = withText(vendorComparison(), text);
    const documents = [
      timelineCsv(result),
      metricsCsv(result),
      objectivesCsv(result),
      comparisonCsv(comparison),
      differencesCsv(comparison),
    ];
    const texts = documents
      .flatMap(cells)
      .flat()
      .filter((cell) => Number.isNaN(Number(cell)));
    expect(texts.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });
});
