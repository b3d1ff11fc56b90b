import { type MeasuredStage, publishes, type StageTerm } from '../measured-stage.ts';

/** Returns how many frames were rendered, and how many files published. */
export function renderTerms(measured: MeasuredStage): readonly StageTerm[] {
  return [...rendered(measured), ...publishes(measured, 'file', 'files')];
}

function rendered({ arrived, finished, elapsedSeconds }: MeasuredStage): StageTerm[] {
  if (arrived === 0) return [];
  return [
    {
      name: 'frames',
      unit: 'count',
      value: (finished / elapsedSeconds) * 60,
      meaning: `rendered and published per minute, ${finished} of ${arrived} in all`,
    },
  ];
}
