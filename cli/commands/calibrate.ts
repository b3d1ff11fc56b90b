import {
  type CalibratedCurve,
  calibrateCurve,
  type FittedRange,
} from '../../models/hardware/calibrate-curve.ts';
import { peakOperationsPerSecond, type ResponsePoint } from '../../models/hardware/fit-law.ts';
import { formatQuantity } from '../../models/units.ts';
import { command } from '../command.ts';
import { readCurve } from '../curve-file.ts';
import { EXIT } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { toJson } from '../json.ts';
import { print } from '../terminal.ts';
import { createTextLoader } from '../text-loader.ts';

type Fitted = Extract<CalibratedCurve, { readonly kind: 'fitted' }>;

export const calibrate = command(
  {
    name: 'calibrate',
    group: 'Write a scenario',
    summary: 'fit the storage law to a measured curve, and print it as a storage system of a scenario',
    description:
      'Reads rates and mean latencies of an open load, by rising load, and fits capacity, variability and idle response, ' +
      'each with its 90% interval. Curves that no such law describes are refused with the reason: closed loops, ' +
      'latencies that fall, cliffs. What lies past the highest rate is left out, and said.',
    positional: null,
    options: {
      from: { type: 'string', value: 'FILE', summary: 'CSV file with a header, such as ops_s,latency_ms' },
      json: { type: 'boolean', summary: 'print one JSON document, in SI units' },
    },
    examples: [
      {
        commandLine: 'headroom calibrate --from curve.csv',
        explanation: 'a storage system, with its residuals',
      },
    ],
  },
  async ({ from, json }) => {
    if (from === undefined)
      throw new Failure(EXIT.usage, 'calibrate needs --from FILE', {
        hint: 'see: headroom calibrate --help',
      });
    const points = readCurve(from, createTextLoader());
    const calibrated = calibrateCurve(points);
    if (calibrated.kind === 'refused')
      throw new Failure(EXIT.invalid, `no law is fitted to ${from}: ${calibrated.why}`);
    await print(
      json ? toJson({ schemaVersion: 1, file: from, ...calibrated }) : calibrationText(from, calibrated),
    );
    return EXIT.done;
  },
);

/** The fit as a section of a scenario, what it rests on in comments. */
export function calibrationText(file: string, calibrated: Fitted): string {
  const { fit, residuals, collapsed, lastPointError } = calibrated;
  const points = residuals.map(({ point }) => point);
  const rate = (value: number) => formatQuantity(value, 'operations/s');
  const seconds = (value: number) => formatQuantity(value, 'seconds');
  const number = (value: number) => value.toFixed(2);
  const lines = [
    `# Fitted to ${points.length} points of ${JSON.stringify(file)}: error ${percent(fit.relativeError)} (root mean square), ${percent(fit.medianError)} (median).`,
    `# capacity ${interval(calibrated.capacityOperationsPerSecond, rate)}, variability ${interval(calibrated.variability, number)}, idle response ${interval(calibrated.idleResponseSeconds, seconds)}; 90% intervals.`,
    `# Loads above ${rate(peakOperationsPerSecond(points))}, the highest rate measured, are extrapolated.`,
  ];
  if (lastPointError !== null)
    lines.push(`# Without its last point the law would have been off there by ${signed(lastPointError)}.`);
  if (collapsed.length > 0) {
    lines.push(
      `# ${collapsed.length} points past the highest rate are left out: the system did less there as it was asked for more. This collapse is not modelled.`,
    );
  }
  lines.push('# Residuals, law over measured:');
  for (const { point, error } of residuals)
    lines.push(`#   ${rate(point.operationsPerSecond)}  ${seconds(point.responseSeconds)}  ${signed(error)}`);
  lines.push(
    'storage:',
    '  measured:',
    '    device: custom',
    '    # read and write: bandwidths, which a curve of operations does not give',
    `    curve: [${points.map(pair).join(', ')}]`,
  );
  return `${lines.join('\n')}\n`;
}

function pair({ operationsPerSecond, responseSeconds }: ResponsePoint): string {
  return `[${operationsPerSecond} ops/s, ${Number((responseSeconds * 1e6).toPrecision(12))}us]`;
}

function interval({ low, best, high }: FittedRange, text: (value: number) => string): string {
  const to = high === null ? 'and more' : `to ${text(high)}`;
  return `${text(best)} (${text(low)} ${to})`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function signed(share: number): string {
  if (!Number.isFinite(share)) return 'any amount, as it lies above the capacity found';
  return `${share < 0 ? '-' : '+'}${percent(Math.abs(share))}`;
}
