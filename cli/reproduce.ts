import type { ResultDocument } from '../models/result.ts';
import { shellWords } from './shell-words.ts';

/** The command that asks the same question again, as far as a stored result tells: overrides are those it was made with. */
export function reproduce({ scenario, load }: ResultDocument): string {
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
