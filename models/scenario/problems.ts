/**
 * Problems: every mistake that a scenario can hold, with its code, its wording and its next step. Codes are never
 * reused: HR1xx the text, HR2xx keys and types, HR3xx quantities, HR4xx references, HR5xx impossible studios, HR6xx
 * objectives, HR7xx extends, overrides and variants, HR8xx warnings.
 */

import { DIMENSIONS, type Dimension, dimensionOf, formatQuantity, unitsOf } from '../units.ts';
import type { Severity, TextRange } from './diagnostic.ts';
import { didYouMean, listed, quoted } from './problem-words.ts';
import { SPELLED_STATISTICS, SPELLED_UNITS } from './spelled-words.ts';
import { closest } from './suggestion.ts';

export { didYouMean, listed, quoted } from './problem-words.ts';

/** A mistake without its place. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string | null;
  /** The faulty part of the text of a scalar; null for all of it. */
  readonly within: TextRange | null;
}

/** Returns an error. For the files of problems. */
export const error = (code: string, message: string, help: string | null = null): Problem => ({
  code,
  severity: 'error',
  message,
  help,
  within: null,
});

export const warning = (code: string, message: string, help: string | null = null): Problem => ({
  ...error(code, message, help),
  severity: 'warning',
});

/** A problem with a part of a scalar's text. */
export function within(range: TextRange, problem: Problem): Problem {
  return { ...problem, within: range };
}

// The text

export const fileRefused = (path: string, reason: string) =>
  error('HR101', `cannot read ${quoted(path)}: ${reason}`);

export const syntax = (message: string, help: string | null) => error('HR103', `not YAML: ${message}`, help);

export const tooDeep = (limit: number) => error('HR104', `nested deeper than ${limit} levels`);

export const tooLarge = (what: string, limit: number) => error('HR102', `more than ${limit} ${what}`);

export const duplicateKey = (key: string, firstLine: number) =>
  error(
    'HR105',
    `the key ${quoted(key)} is given twice`,
    `it is first given on line ${firstLine}; keep one of the two`,
  );

export const unknownTag = (tag: string) =>
  error('HR106', `the tag ${quoted(tag)} means nothing in a scenario`, 'remove it');

export const notFinite = (text: string) => error('HR107', `${quoted(text)} is not a finite number`);

export const numberTooLarge = (text: string) =>
  error(
    'HR108',
    `${quoted(text)} is beyond 2^53, where whole numbers lose digits`,
    'write it with a unit, or in quotes if it is a text',
  );

export const badAlias = (reason: string) => error('HR109', reason);

export const severalDocuments = () =>
  error(
    'HR110',
    'a second document starts here',
    'a file holds one studio; put the other in a file of its own',
  );

export const keyNotText = () => error('HR111', 'a key must be a text');

export const emptyDocument = () => error('HR112', 'the scenario is empty', 'start with "headroom: 1"');

export const yamlVersion = (version: string) =>
  error('HR113', `scenarios are YAML 1.2, not ${quoted(version)}`, 'remove the directive');

// Keys and types

export const unknownKey = (key: string, known: readonly string[]) =>
  error('HR201', `unknown key ${quoted(key)}`, didYouMean(key, known) ?? listed('known here', known));

export const missingKey = (key: string, expected: string | null) =>
  error('HR202', `the key ${quoted(key)} is missing`, expected === null ? null : `it takes ${expected}`);

export const wrongType = (expected: string, found: string) =>
  error('HR203', `expected ${expected}, found ${found}`);

export const unknownChoice = (found: string, choices: readonly string[]) =>
  error(
    'HR204',
    `${quoted(found)} is not one of the choices`,
    didYouMean(found, choices) ?? listed('choices', choices),
  );

export const unusableName = (name: string) =>
  error(
    'HR205',
    `${quoted(name)} cannot be a name`,
    'a name has letters, digits, "_" and "-", starts with no "-", and is at most 64 long',
  );

export const unsupportedVersion = (found: string) =>
  error('HR206', `version ${found} of the scenario language is not known`, 'write "headroom: 1"');

/** Code of a map that must say by a key of which kind it is. */
export const NO_KIND_CODE = 'HR207';

export const notOneKind = (what: string, found: readonly string[], kinds: readonly string[]) =>
  found.length === 0
    ? error(NO_KIND_CODE, `${what} needs to say which kind it is`, listed('kinds', kinds))
    : error(NO_KIND_CODE, `${what} is of one kind, found ${found.join(' and ')}`, 'keep one of them');

export const notOneForm = (message: string, help: string | null = null) => error('HR208', message, help);

export const wrongLength = (expected: string, found: number) =>
  error('HR209', `expected ${expected}, found ${found === 1 ? '1 item' : `${found} items`}`);

export const emptyValue = (key: string, expected: string | null) =>
  error('HR210', `the key ${quoted(key)} has no value`, expected === null ? null : `it takes ${expected}`);

// Quantities

export const unitMissing = (text: string, dimension: Dimension) =>
  error('HR301', `${DIMENSIONS[dimension].name} needs a unit`, unitsFor(text, dimension));

export const unitUnknown = (unit: string, dimension: Dimension) => {
  const units = unitsOf(dimension);
  // GB/s and Gb/s differ by a case only, so that neither may be preferred.
  const otherCase = units.filter((each) => each.toLowerCase() === unit.toLowerCase());
  const near = SPELLED_UNITS.get(unit.toLowerCase()) ?? closest(unit, units);
  const meant = otherCase.length > 0 ? otherCase : near === null ? [] : [near];
  return error(
    'HR302',
    `unknown unit ${quoted(unit)}`,
    meant.length > 0
      ? `did you mean ${alternatives(meant)}?`
      : listed(`units of ${DIMENSIONS[dimension].name}`, DIMENSIONS[dimension].units),
  );
};

export const unitMismatch = (unit: string, dimension: Dimension) => {
  const found = dimensionOf(unit);
  return error(
    'HR303',
    `expected ${DIMENSIONS[dimension].name}, but ${quoted(unit)} is a unit of ${found === null ? 'something else' : DIMENSIONS[found].name}`,
    `${DIMENSIONS[dimension].name} is written like "${DIMENSIONS[dimension].example}"`,
  );
};

export const malformedQuantity = (text: string, dimension: Dimension) =>
  error(
    'HR304',
    `${quoted(text)} is not ${DIMENSIONS[dimension].name}`,
    `${DIMENSIONS[dimension].name} is written like "${DIMENSIONS[dimension].example}"`,
  );

export const outOfRange = (text: string, range: string, meant: string | null = null) =>
  error('HR305', `${quoted(text)} must be ${range}`, meant === null ? null : `did you mean "${meant}"?`);

export const notWhole = (text: string) => error('HR306', `${quoted(text)} must be a whole number`);

/** Reason for parameters whose mean or variance overflows. */
export const BEYOND_NUMBERS = 'its mean or variance is too large to compute with';

export const impossibleParameters = (what: string, reason: string) =>
  error('HR307', `impossible ${what}: ${reason}`);

export const sharesNotWhole = (total: string) => error('HR308', `the shares add up to ${total}, not to 100%`);

/** A factor that leaves the amount of work alone on average, and does not. */
export const meanNotOne = (mean: number) => {
  const times = Number(mean.toPrecision(3));
  return error(
    'HR309',
    `a burst factor must have a mean of 1, not ${times}`,
    `divide its values by ${times}, and multiply "level" by ${times} if that much work is meant; "burst: 1" has no bursts`,
  );
};

/** A rate of operations of one size, "readRate" and "readSize", that leaves nothing of the bandwidth, "read". */
export const onePeakOnly = (
  direction: 'read' | 'write',
  rated: string,
  reached: string,
  bandwidth: string,
  suggested: string,
) =>
  error(
    'HR310',
    `${rated} are ${reached}, which takes all of "${direction}: ${bandwidth}", or so much that too little is left for the operation itself`,
    `write as "${direction}" what large ${direction}s reach; where only this one peak is known, "${direction}: ${suggested}" counts half of the cost as bytes and keeps the peak`,
  );

// References

export const unknownStorage = (name: string, known: readonly string[]) =>
  error('HR401', `no storage is called ${quoted(name)}`, didYouMean(name, known) ?? listed('storage', known));

export const unknownFarm = (name: string, known: readonly string[]) =>
  error('HR402', `no farm is called ${quoted(name)}`, didYouMean(name, known) ?? listed('farms', known));

export const unknownDevice = (id: string, known: readonly string[]) =>
  error('HR403', `the catalog has no storage device ${quoted(id)}`, didYouMean(id, known) ?? seeCatalog);

export const unknownCamera = (id: string, known: readonly string[]) =>
  error('HR404', `the catalog has no camera ${quoted(id)}`, didYouMean(id, known) ?? seeCatalog);

export const unknownGpu = (id: string, known: readonly string[]) =>
  error('HR405', `the catalog has no GPU ${quoted(id)}`, didYouMean(id, known) ?? seeCatalog);

export const unnamedChoice = (key: 'storage' | 'farm', known: readonly string[]) =>
  known.length === 0
    ? error('HR406', `this stage needs a ${key}, and the scenario has none`)
    : error('HR406', `this stage must say which ${key} it uses`, listed('there are', known));

export const serviceNameTaken = (name: string) =>
  error('HR408', `${quoted(name)} is the name of other resources`, 'choose another name for the service');

export const answeredTwice = (operation: string, service: string) =>
  error('HR409', `${quoted(service)} already answers ${operation}`, 'each kind of operation has one service');

export const bandwidthWithoutPayload = () =>
  error('HR410', 'this service has no payload', '"bandwidth" goes with the operations read or write');

export const missingFigures = (device: string, figures: readonly string[], why: string | null = null) =>
  error(
    'HR407',
    `${quoted(device)} has no known ${figures.join(', ')}`,
    `${why ?? 'nothing is assumed for unknown figures'}: write them here, or choose another device`,
  );

// Impossible studios

export const unitTooLarge = (unit: string, needed: string, available: string, farm: string) =>
  error('HR501', `${unit} needs ${needed} of GPU memory, a GPU of ${quoted(farm)} has ${available}`);

export const neverInRun = (what: string, span: string) =>
  error('HR502', `${what} never falls into the run (${span})`);

export const warmupTooLong = () => error('HR503', 'the warm-up is not shorter than the run');

export const tooMuchWork = (pieces: number, limit: number) =>
  error(
    'HR504',
    `about ${formatQuantity(Math.ceil(pieces), 'count')} pieces of work in one run, more than the ${formatQuantity(limit, 'count')} that can be run`,
  );

export const tooCostly = (cost: string, limit: string, help: string) =>
  error('HR510', `too costly to simulate: about ${cost}, and at most ${limit} is allowed`, help);

// Objectives

export const objectiveSyntax = (expected: string) =>
  error('HR601', `expected ${expected}`, 'an objective is written like "overnight.turnaround p95 <= 11h"');

export const unknownSubject = (name: string, known: readonly string[]) =>
  error(
    'HR602',
    `no stage or resource is called ${quoted(name)}`,
    didYouMean(name, known) ?? listed('there are', known),
  );

export const unknownMetric = (subject: string, metric: string, known: readonly string[]) =>
  error(
    'HR603',
    `${quoted(subject)} does not yield ${quoted(metric)}`,
    didYouMean(metric, known) ?? listed('it yields', known),
  );

export const missingMetric = (subject: string, known: readonly string[]) =>
  error('HR603', `it is not said what of ${quoted(subject)} is limited`, listed('write', known));

export const unknownStatistic = (word: string, known: readonly string[]) => {
  const spelled = SPELLED_STATISTICS.get(word.toLowerCase());
  const help =
    spelled === undefined
      ? (didYouMean(word, known) ?? listed('statistics', known))
      : `did you mean "${spelled}"?`;
  return error('HR604', `unknown statistic ${quoted(word)}`, help);
};

export const unsuitableStatistic = (statistic: string, reason: string) =>
  error('HR605', `${quoted(statistic)} cannot be used here`, reason);

export const unreachable = (limit: string, reason: string) =>
  error('HR606', `the limit ${quoted(limit)} cannot be met: ${reason}`);

export const repeatedObjective = (firstLine: number) =>
  error(
    'HR607',
    'this statistic is limited twice',
    `it is first limited on line ${firstLine}; keep one of the two`,
  );

// Extends, overrides and variants

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

// Warnings

export const unusedStorage = (name: string) => warning('HR801', `no stage uses the storage ${quoted(name)}`);

export const unusedFarm = (name: string) => warning('HR802', `no stage uses the farm ${quoted(name)}`);

export const nothingJudged = () =>
  warning(
    'HR803',
    'the scenario has no objectives and no policies',
    'without them a run measures and judges nothing',
  );

export const computeAlone = (limit: string, needed: string) =>
  warning(
    'HR804',
    `the wave computes for about ${needed} even if storage takes no time, which is beyond ${limit}`,
  );

export const cardOverflows = (each: string, capacity: string, cards: number) =>
  warning('HR805', `${each} a card exceeds the camera's drive of ${capacity}`, `use at least ${cards} cards`);

export const nodesOfCustom = () =>
  warning(
    'HR806',
    '"nodes" changes nothing here: the figures of a custom device are of the whole system',
    'remove it, and change the figures',
  );

// Wording

const seeCatalog = 'see "headroom catalog" for what there is';

function unitsFor(text: string, dimension: Dimension): string {
  const number = text.trim();
  const likely = DIMENSIONS[dimension].units.slice(0, 4);
  return `did you mean ${alternatives(likely.map((unit) => (unit.includes('ops') ? `${number} ${unit}` : number + unit)))}?`;
}

/** "a", "b" or "c" */
function alternatives(texts: readonly string[]): string {
  const all = texts.map((text) => `"${text}"`);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}
