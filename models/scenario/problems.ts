/**
 * Problems: every mistake that a scenario can hold, with its code, its wording and its next step. Codes are never
 * reused. HR1xx the text, HR2xx keys and types, HR3xx quantities, HR4xx references, HR5xx impossible studios. HR6xx
 * objectives, HR7xx extends, overrides and variants, HR8xx warnings.
 */

import { formatQuantity } from '../units.ts';
import { error, warning } from './problem.ts';
import { didYouMean, didYouMeanOfCatalog, listed, quoted } from './problem-words.ts';
import { SPELLED_STATISTICS } from './spelled-words.ts';

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

export const badAlias = (reason: string, help: string | null = null) => error('HR109', reason, help);

export const severalDocuments = () =>
  error(
    'HR110',
    'a second document starts here',
    'a file holds one studio; put the other in a file of its own',
  );

export const keyNotText = () => error('HR111', 'a key must be a text');

export const notMergeable = (found: string) =>
  error(
    'HR114',
    `the key "<<" merges maps, found ${found}`,
    'write "<<: *name" of an anchor "&name" on a map, or a list of them',
  );

export const mergedTwice = () =>
  error('HR115', 'the key "<<" is given twice', 'merge several maps with one list: "<<: [*one, *other]"');

export const emptyDocument = () => error('HR112', 'the scenario is empty', 'start with "headroom: 1"');

export const yamlVersion = (version: string) =>
  error('HR113', `scenarios are YAML 1.2, not ${quoted(version)}`, 'remove the directive');

// Keys and types

export const unknownKey = (key: string, known: readonly string[]) =>
  error(
    'HR201',
    `unknown key ${quoted(key)}`,
    key.startsWith('x-')
      ? 'templates whose names begin with "x-" stand at the top level of the file'
      : (didYouMean(key, known) ?? listed('known here', known)),
  );

export const missingKey = (key: string, expected: string | null) =>
  error('HR202', `the key ${quoted(key)} is missing`, taking(expected));

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
  error('HR210', `the key ${quoted(key)} has no value`, taking(expected));

// References

export const unknownStorage = (name: string, known: readonly string[]) =>
  error('HR401', `no storage is called ${quoted(name)}`, didYouMean(name, known) ?? listed('storage', known));

export const unknownFarm = (name: string, known: readonly string[]) =>
  error('HR402', `no farm is called ${quoted(name)}`, didYouMean(name, known) ?? listed('farms', known));

export const unknownDevice = (id: string, known: readonly string[]) =>
  error(
    'HR403',
    `the catalog has no storage device ${quoted(id)}`,
    didYouMeanOfCatalog(id, known) ?? seeCatalog,
  );

export const unknownCamera = (id: string, known: readonly string[]) =>
  error('HR404', `the catalog has no camera ${quoted(id)}`, didYouMeanOfCatalog(id, known) ?? seeCatalog);

export const unknownGpu = (id: string, known: readonly string[]) =>
  error('HR405', `the catalog has no GPU ${quoted(id)}`, didYouMeanOfCatalog(id, known) ?? seeCatalog);

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
  error('HR603', `${quoted(subject)}: which metric?`, listed('write', known));

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

function taking(expected: string | null): string | null {
  return expected === null ? null : `it takes ${expected}`;
}

const seeCatalog = 'see "headroom catalog" for what there is';
