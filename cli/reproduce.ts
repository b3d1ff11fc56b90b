import type { ResultDocument } from '../models/result.ts';
import { shellWords } from './shell-words.ts';

/**
 * Returns the command that repeats a result. A load has stored its command. For a simulation it is rebuilt from the
 * stored result, with the overrides it was made with.
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
