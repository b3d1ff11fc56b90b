import type { StageSummary } from '../models/result.ts';

/** Names the storage systems that a stage worked on: "archive and hot". */
export function storageText({ storage }: Pick<StageSummary, 'storage'>): string {
  if (typeof storage === 'string') return storage;
  const last = storage.at(-1) ?? '';
  return storage.length < 2 ? last : `${storage.slice(0, -1).join(', ')} and ${last}`;
}
