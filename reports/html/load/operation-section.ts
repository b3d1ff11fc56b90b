/** Each kind of operation of each stage: how many were asked, answered and failed, and how long they took. */

import type { LoadSection, OperationResult, TimeSpread } from '../../../models/load-section.ts';
import { lowerBounds, type SpreadFigure } from '../../../models/lower-bound.ts';
import { formatQuantity } from '../../../models/units.ts';
import { csv } from '../../csv.ts';
import { unfinishedOf } from '../../load/load-facts.ts';
import { significant } from '../../quantity-scale.ts';
import { download } from '../chart-figure.ts';
import { atLeast, dataTable, quantity, type RowGroup } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import type { LoadSubject } from '../result-subject.ts';

const COUNTS = [
  { title: 'Operation' },
  { title: 'Loop' },
  ...['Asked', 'Answered', 'Never sent', 'Failed', 'Retries', 'Payload'].map((title) => ({
    title,
    numeric: true,
  })),
];
const TIMES = [
  { title: 'Operation' },
  ...['p50', 'p90', 'p99', 'p99.9', 'Max', 'Service p99', 'Sent late p99'].map((title) => ({
    title,
    numeric: true,
  })),
];

export const OPERATION_SECTION: ReportSection<Pick<LoadSubject, 'load'>> = {
  id: 'operations',
  title: () => 'Operations',
  render: ({ load }) => operationSection(load),
};

function operationSection({ operations }: LoadSection): Html {
  if (operations.length === 0) return html``;
  const closed = operations.some(({ loop }) => loop === 'closed');
  const open = operations.some((operation) => unfinishedOf(operation) > 0);
  return html`<section aria-labelledby="operations">
<h2 id="operations">Operations</h2>
<p>${takeawayOf(operations)}</p>
${dataTable('How many', COUNTS, groupsOf(operations, countCells))}
${dataTable('How long, from the time an operation was due to its answer', TIMES, groupsOf(operations, timeCells))}
<p class="muted small legendnote">Service is from the sending to the answer; sent late is from the time an operation was due to its sending.${closed ? ' In a closed loop each operation waits for the one before it, so a slow target is asked less: such times are what one worker felt, and a crowd would have felt worse.' : ''}${open ? ' ≥ is at least: it may lie among operations that had no end when the run ended.' : ''}</p>
${download({ fileName: 'operations.csv', csv: operationsCsv(operations), about: 'all counts and percentiles, in SI units' })}
</section>`;
}

/** The slowest of those that were answered; what was never answered took longer than any. */
function takeawayOf(operations: readonly OperationResult[]): string {
  const answered = operations.filter(({ response }) => response.p99 !== null);
  const [slowest] = answered.toSorted((one, other) => (other.response.p99 ?? 0) - (one.response.p99 ?? 0));
  const none = operations
    .filter(({ response, offered }) => response.p99 === null && offered > 0)
    .map((operation) => `${operationName(operation)} of ${operation.stage}`);
  if (slowest === undefined) return 'No operation was answered.';
  const { p50, p99, count } = slowest.response;
  const [high, median] = [p99 ?? 0, p50 ?? 0].map((seconds) => formatQuantity(seconds, 'seconds'));
  const bounds = lowerBounds(count, unfinishedOf(slowest));
  const bound = bounds.includes('p99') ? 'at least ' : '';
  const times =
    p50 === null || p50 === 0 || bounds.includes('p50')
      ? ''
      : `, ${bound}${significant((p99 ?? 0) / p50)} times its median of ${median}`;
  const never = none.length === 0 ? '' : ` Never answered: ${none.join(', ')}.`;
  return `Slowest at the 99th percentile: ${operationName(slowest)} of ${slowest.stage}, ${bound}${high}${times}.${never}`;
}

function groupsOf(
  operations: readonly OperationResult[],
  cellsOf: (operation: OperationResult) => readonly (string | Html)[],
): RowGroup[] {
  const stages = [...new Set(operations.map(({ stage }) => stage))];
  return stages.map((stage) => ({
    title: stage,
    rows: operations
      .filter((operation) => operation.stage === stage)
      .map((operation) => [operationName(operation), ...cellsOf(operation)]),
  }));
}

/** "scrub: read", or "read" where the step is called like its operations. */
export function operationName({ step, kind }: Pick<OperationResult, 'step' | 'kind'>): string {
  return step === kind ? kind : `${step}: ${kind}`;
}

function countCells(operation: OperationResult): (string | Html)[] {
  const { offered, answered, unsent, failed, failures, retries, bytes, loop } = operation;
  const unfinished = unfinishedOf(operation);
  const codes = Object.entries(failures)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => `${code} ${formatQuantity(count, 'count')}`);
  return [
    loop,
    quantity(offered, 'count'),
    html`${quantity(answered, 'count')}${unfinished === 0 ? null : html`<span class="note">${formatQuantity(unfinished, 'count')} had no end</span>`}`,
    trouble(unsent),
    html`${trouble(failed)}${codes.length === 0 ? null : html`<span class="note">${codes.join(', ')}</span>`}`,
    quantity(retries, 'count'),
    bytes === 0 ? html`<span class="muted">–</span>` : quantity(bytes, 'bytes'),
  ];
}

function trouble(count: number): Html {
  return count === 0
    ? html`<span class="muted">none</span>`
    : html`<span class="bad">${formatQuantity(count, 'count')}</span>`;
}

function timeCells(operation: OperationResult): Html[] {
  const { response, service, sendError, sent, answered, failed } = operation;
  const bounds = lowerBounds(response.count, unfinishedOf(operation));
  const served = lowerBounds(service.count, Math.max(0, sent - answered - failed));
  return [
    ...RESPONSES.map((figure) => bounded(response[figure], bounds.includes(figure))),
    bounded(service.p99, served.includes('p99')),
    quantity(sendError.p99, 'seconds'),
  ];
}

const RESPONSES = ['p50', 'p90', 'p99', 'p999', 'max'] as const satisfies readonly SpreadFigure[];

function bounded(seconds: number | null, isLowerBound: boolean): Html {
  return atLeast(quantity(seconds, 'seconds'), isLowerBound && seconds !== null);
}

const COUNTED = [
  'stage',
  'step',
  'kind',
  'loop',
  'offered',
  'sent',
  'unsent',
  'answered',
  'failed',
  'retries',
  'bytes',
] as const satisfies readonly (keyof OperationResult)[];

const SPREADS = [
  'count',
  'mean',
  'p50',
  'p90',
  'p95',
  'p99',
  'p999',
  'max',
] as const satisfies readonly (keyof TimeSpread)[];

/** One line per group of operations, with every count and percentile. */
export function operationsCsv(operations: readonly OperationResult[]): string {
  const header = [
    ...COUNTED,
    ...(['response', 'service', 'sendError'] as const).flatMap((what) =>
      SPREADS.map((name) => `${what}.${name}`),
    ),
  ];
  const rows = operations.map((operation) => [
    ...COUNTED.map((name) => operation[name]),
    ...[operation.response, operation.service, operation.sendError].flatMap((spread) =>
      SPREADS.map((name) => spread[name]),
    ),
  ]);
  return csv(header, rows);
}
