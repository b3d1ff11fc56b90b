/** Mistakes in `extends`, overrides and variants: HR7xx. */

import { error } from './problem.ts';
import { didYouMean, listed, quoted } from './problem-words.ts';

export const extendsItself = (path: string) => error('HR701', `${quoted(path)} extends itself`);

export const extendsTooDeep = (limit: number) =>
  error('HR702', `a chain of more than ${limit} files by "extends"`);

export const malformedOverride = () =>
  error('HR703', 'an override is written path=value', 'for example --set storage.hot.nodes=12');

export const unknownPath = (name: string, known: readonly string[]) =>
  error(
    'HR704',
    `nothing is called ${quoted(name)} here`,
    didYouMean(name, known) ?? listed('there are', known),
  );

export const notOverridable = (key: string) => error('HR705', `${quoted(key)} cannot be changed from here`);

export const unknownVariant = (name: string, known: readonly string[]) =>
  error(
    'HR706',
    `no variant is called ${quoted(name)}`,
    didYouMean(name, known) ?? listed('variants', known),
  );

export const tooManyVariants = (count: number, limit: number) =>
  error('HR707', `${count} variants, more than the ${limit} that one scenario may have`);

export const repeatedVariant = (name: string) => error('HR708', `two variants are called ${quoted(name)}`);

export const unclearChange = (text: string, help: string) =>
  error('HR709', `${quoted(text)} may mean several things here`, help);

export const nothingToChange = (key: string) =>
  error(
    'HR710',
    `${quoted(key)} is not given, so that there is nothing to take a share of`,
    'write the value itself',
  );

export const notScalable = (key: string) =>
  error('HR711', `${quoted(key)} is neither a figure nor a distribution`, 'write the value itself');

export const nothingMatches = (path: string) =>
  error(
    'HR712',
    `nothing in the scenario matches ${quoted(path)}`,
    '"*" stands for any one name, such as in "stages.*.release.frames"',
  );
