import type { ResultDocument } from '../models/result.ts';
import { shellWords } from './shell-words.ts';

/**
 * The command that asks the same question again: a load has kept its own; of others it is told as far as a stored result does, with
 * the overrides it was made with.
 */
export function reproduce({ scenario, load }: ResultDocument): string {
  if (load?.command !== undefined) return load.command;
  const { file, variant, overrides } = scenario;
  return shellWords([
    'headroom',
    load === undefined ? 'simulate' : 'loadgen',
    file,
    ...(load === undefined ? [] : ['--target', load.target.url]),
    ...(variant === null ? [] : ['--variant', variant]),
    ...overrides.flatMap((override) => ['--set', override]),
    ...(load === undefined || load.scale === 1 ? [] : ['--scale', String(load.scale)]),
    ...(load === undefined || load.speed === 1 ? [] : ['--speed', String(load.speed)]),
  ]);
}
