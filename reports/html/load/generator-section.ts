/** Whether the figures are the target's or the generator's own. */

import type { LoadSection } from '../../../models/load-section.ts';
import type { ResultDocument } from '../../../models/result.ts';
import { formatQuantity } from '../../../models/units.ts';
import { csv } from '../../csv.ts';
import { elapsedText } from '../../elapsed-text.ts';
import { binText, generatorText } from '../../load/load-facts.ts';
import { figure, seriesColor } from '../chart-figure.ts';
import { dataTable, quantity } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import type { LoadSubject } from '../result-subject.ts';
import { elapsedChart } from './elapsed-chart.ts';

const COLUMNS = [{ title: 'Figure' }, { title: 'Value', numeric: true }, { title: 'Meaning', wide: true }];

export const GENERATOR_SECTION: ReportSection<Pick<LoadSubject, 'result' | 'load'>> = {
  id: 'generator',
  title: () => 'The generator itself',
  render: ({ result, load }) => generatorSection(result, load),
};

function generatorSection({ warnings }: ResultDocument, load: LoadSection): Html {
  const { generator, timeline } = load;
  const { threads, sendErrorSecondsP99, loopLagSecondsP99, cpuFraction, valid } = generator;
  const rows = [
    ['Worker threads', quantity(threads, 'count'), 'that performed the stages'],
    [
      'Sent late, p99',
      quantity(sendErrorSecondsP99, 'seconds'),
      'from the time an operation was due to its sending',
    ],
    [
      'Event loop late, p99',
      quantity(loopLagSecondsP99, 'seconds'),
      'how long an answer may have lain unseen',
    ],
    ['CPU', quantity(cpuFraction, 'fraction'), 'of all processors of the machine, on average'],
  ];
  return html`<section aria-labelledby="generator">
<h2 id="generator">The generator itself</h2>
<p${valid ? null : html` class="unsure"`}>${generatorText(load, warnings)}</p>
${dataTable('What the generator saw of itself', COLUMNS, [{ rows }], true)}
${timeline.loopLag.length === 0 ? null : lagFigure(load)}
</section>`;
}

function lagFigure({ timeline, outages }: LoadSection): Html {
  const { loopLag, cpu, binSeconds } = timeline;
  const highest = Math.max(...loopLag);
  const title = 'Event loop of the generator';
  const takeaway = `The slowest loop of any worker was ${formatQuantity(highest, 'seconds')} late, at ${elapsedText(loopLag.indexOf(highest) * binSeconds)}; the busiest ${binText(timeline)} took ${formatQuantity(Math.max(...cpu), 'fraction')} of all processors.`;
  const series = [{ title: 'event loop late', values: loopLag }];
  return figure({
    id: 'loop-lag',
    title,
    takeaway,
    legend: [{ label: `latest of each ${binText(timeline)}`, color: seriesColor(0), mark: 'line' }],
    draw: (width) =>
      elapsedChart(
        {
          binSeconds,
          unit: 'seconds',
          scale: 'linear',
          series,
          outages,
          limits: [],
          label: `${title}. ${takeaway}`,
        },
        width,
      ),
    table: dataTable(
      'The ten latest',
      [{ title: 'At' }, { title: 'Event loop late', numeric: true }, { title: 'CPU', numeric: true }],
      [{ rows: latest(loopLag, cpu, binSeconds) }],
    ),
    data: {
      fileName: 'generator.csv',
      csv: csv(
        ['seconds', 'loopLag [seconds]', 'cpu [fraction]'],
        loopLag.map((lag, bin) => [bin * binSeconds, lag, cpu[bin] ?? null]),
      ),
      about: `${loopLag.length} rows`,
    },
  });
}

function latest(loopLag: readonly number[], cpu: readonly number[], binSeconds: number): (string | Html)[][] {
  return loopLag
    .map((lag, bin) => ({ lag, bin }))
    .toSorted((one, other) => other.lag - one.lag)
    .slice(0, 10)
    .map(({ lag, bin }) => [
      elapsedText(bin * binSeconds),
      quantity(lag, 'seconds'),
      quantity(cpu[bin] ?? 0, 'fraction'),
    ]);
}
