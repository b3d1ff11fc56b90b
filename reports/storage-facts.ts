/** Sentences on a storage system of a result, shared by the terminal, the HTML report and `check`. */

import type { StorageSummary, TransferSummary } from '../models/result.ts';
import type { DefaultInUse } from '../models/studio.ts';
import { formatQuantity } from '../models/units.ts';

/** "hot: netapp-aff-a90, nodes 8 (as published, not stated in the scenario; ...), derate 100% (...)."; null without any. */
export function configurationSentence({ name, device, figures }: StorageSummary): string | null {
  const parts = CONFIGURED.flatMap((key) => {
    const figure = figures.find((each) => each.name === key);
    return figure === undefined
      ? []
      : [`${key} ${formatQuantity(figure.value, figure.unit)} (${figure.source})`];
  });
  return parts.length === 0 ? null : `${name}: ${device}, ${parts.join(', ')}.`;
}

const CONFIGURED = ['nodes', 'derate'];

/** "Not stated for hot: metadataIsolated false, idleResponse 300 us."; null where all else is stated. */
export function leftOutSentence({ name }: StorageSummary, defaults: readonly DefaultInUse[]): string | null {
  const prefix = `storage.${name}.`;
  const parts = defaults
    .filter(({ key }) => key.startsWith(prefix) && !CONFIGURED.includes(key.slice(prefix.length)))
    .map(({ key, value }) => `${key.slice(prefix.length)} ${value}`);
  return parts.length === 0 ? null : `Not stated for ${name}: ${parts.join(', ')}.`;
}

/**
 * Explains how rate and bandwidth act together, in one sentence for reads and one for writes. Example: "hot serves
 * reads of 16 kB, and nothing else, at up to 50k ops/s, 800 MB/s: half of the rate ..."
 */
export function transferSentences(system: StorageSummary): string[] {
  return (system.transfers ?? []).map((transfer) => {
    const { direction, bytesPerOperation, operationsPerSecond, bytesPerSecond } = transfer;
    const size = formatQuantity(bytesPerOperation, 'bytes');
    const rate = formatQuantity(operationsPerSecond, 'operations/s');
    const bandwidth = formatQuantity(bytesPerSecond, 'bytes/s');
    const reached = `${system.name} serves ${direction}s of ${size}, and nothing else, at up to ${rate}, ${bandwidth}`;
    if (transfer.kind === 'stated') return `${reached}: "${direction}Rate" is stated for this size.`;
    return `${reached}: half of the rate and half of the bandwidth counted on, which weigh the same at this size.${adviceOn(system, transfer)}`;
  });
}

/** Advises on two limits of the scenario that may be one and the same peak. */
function adviceOn({ figures }: StorageSummary, { direction }: TransferSummary): string {
  if (!bothStated(figures, direction)) return '';
  return ` If both were measured together, state their operation size as "${direction}Size".`;
}

function bothStated(figures: StorageSummary['figures'], direction: TransferSummary['direction']): boolean {
  return [`${direction}BytesPerSecond`, `${direction}OperationsPerSecond`].every((name) =>
    figures.some((figure) => figure.name === name && figure.grade === 'stated'),
  );
}

/**
 * Names limits of the scenario that could be one peak taken for two; null where there are none. Example: "Rate and
 * bandwidth of nas are separate limits: half of both is reached in reads of 50 kB and in writes of 50 kB. ..."
 */
export function separateLimitSentence(system: StorageSummary): string | null {
  const transfers = (system.transfers ?? []).filter(
    ({ kind, direction }) => kind === 'halfway' && bothStated(system.figures, direction),
  );
  if (transfers.length === 0) return null;
  const sizes = transfers.map(
    ({ direction, bytesPerOperation }) => `in ${direction}s of ${formatQuantity(bytesPerOperation, 'bytes')}`,
  );
  const keys = transfers.map(({ direction }) => `"${direction}Size"`);
  return `Rate and bandwidth of ${system.name} are taken for separate limits: half of both is reached ${sizes.join(' and ')}. If they are one peak, state ${keys.join(' and ')}.`;
}
