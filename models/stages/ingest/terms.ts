import { formatQuantity } from '../../units.ts';
import { type MeasuredStage, publishes, type StageTerm } from '../measured-stage.ts';

/** Returns how fast cards were copied, and how many were published. */
export function ingestTerms(measured: MeasuredStage): readonly StageTerm[] {
  return [...ingested(measured), ...publishes(measured, 'card', 'cards')];
}

function ingested(measured: MeasuredStage): StageTerm[] {
  const files = measured.operations('copy', 'commit').answered;
  const { bytes } = measured.operations('copy', 'write');
  if (bytes === 0) return [];
  return [
    {
      name: 'ingested',
      unit: 'bytes/s',
      value: bytes / measured.elapsedSeconds,
      meaning: `${files} camera frames, ${formatQuantity(bytes, 'bytes')} in all`,
    },
  ];
}
