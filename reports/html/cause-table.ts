/** Table of the parts that make up the values of missed objectives. */

import type { ObjectiveResult } from '../../models/result.ts';
import type { TimeKind } from '../../models/time-part.ts';
import { formatQuantity } from '../../models/units.ts';
import { dataTable, quantity } from './data-table.ts';
import type { Html } from './html.ts';

const COLUMNS = [
  { title: 'Part' },
  { title: 'On' },
  { title: 'Time', numeric: true },
  { title: 'Share', numeric: true },
];

/** Parts below this share of the value are left to the stored result. */
const LEAST_SHARE = 0.001;

const KIND_WORDS: Readonly<Record<TimeKind, string>> = {
  queue: 'waiting',
  saturation: 'waiting, saturated',
  outage: 'outage',
  service: 'service',
  compute: 'computing',
  distance: 'round trips',
  transmission: 'sending',
  outstanding: 'limit of requests in flight',
  device: 'own device',
};

/** One group of rows for each objective of which it is known; null where it is of none. */
export function causeTable(objectives: readonly ObjectiveResult[]): Html | null {
  const groups = objectives.flatMap(({ text, cause }) =>
    cause === undefined || cause.kind === 'load'
      ? []
      : [
          {
            title: text,
            rows: cause.parts
              .filter(({ share }) => share >= LEAST_SHARE)
              .map(({ kind, resource, seconds, share }) => [
                KIND_WORDS[kind],
                resource,
                quantity(seconds, 'seconds'),
                formatQuantity(share, 'fraction'),
              ]),
          },
        ],
  );
  return groups.length === 0
    ? null
    : dataTable('What the values of missed objectives are made of', COLUMNS, groups);
}
