/** From the words after a command's name to its options and positionals, or to a Failure that says what is wrong. */

import yargs, { type Argv } from 'yargs';
import { closest } from '../models/scenario/suggestion.ts';
import type { Command, OptionDefinition, ParsedOptions } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';

export interface ParsedArguments {
  readonly options: ParsedOptions;
  readonly positionals: readonly string[];
  readonly help: boolean;
}

const HELP = { help: { type: 'boolean', summary: 'show this help' } } as const;

type Definitions = Readonly<Record<string, OptionDefinition>>;

export function parseArguments(command: Command, given: readonly string[]): ParsedArguments {
  const definitions: Definitions = { ...command.options, ...HELP };
  const words = joined(given, definitions);
  for (const word of words) {
    if (word === '--') break;
    if (word.startsWith('-') && word !== '-') checkOption(command, definitions, word);
  }
  const values = new Map(Object.entries(parserOf(command, definitions).parseSync(words)));
  const positionals = [values.get('_')].flat().map(String);
  const help = values.get('help') === true;
  for (const [name, definition] of Object.entries(definitions)) {
    if (definition.type === 'string' && [values.get(name)].flat().includes('')) {
      throw needsValue(command, name, definition);
    }
  }
  if (!help) {
    const hasCommand = Object.keys(definitions).some(
      (name) => definitions[name]?.twoWords && values.has(name),
    );
    checkPositionals(command, positionals, hasCommand);
  }
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, definition]) => [
      name,
      valueOf(definition, values.get(name)),
    ]),
  );
  return { options, positionals, help };
}

/** The words with both values of a two-word option in one: --at 30s 'command' becomes --at='30s command'. */
function joined(words: readonly string[], definitions: Definitions): readonly string[] {
  const result: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') return [...result, ...words.slice(i)];
    const isPair = word.startsWith('--') && definitions[word.slice(2)]?.twoWords === true;
    const [first, second] = words.slice(i + 1, i + 3);
    if (isPair && first !== undefined && second !== undefined) {
      result.push(`${word}=${first} ${second}`);
      i += 2;
    } else result.push(word);
  }
  return result;
}

/** A word that begins with a dash: an option of the command, with "=" and a value only where it takes one. */
function checkOption(command: Command, definitions: Definitions, word: string): void {
  const [written = word] = word.split('=', 1);
  const name = written === '-h' ? 'help' : /^--(.+)/.exec(written)?.[1];
  if (name === undefined || !Object.hasOwn(definitions, name)) throw unknown(command, definitions, written);
  if (definitions[name]!.type === 'boolean' && written !== word) {
    throw usage(command, `${written} takes no value, but was given "${word.slice(written.length + 1)}"`);
  }
}

function unknown(command: Command, definitions: Definitions, written: string): Failure {
  const known = Object.keys(definitions).map((each) => `--${each}`);
  // Behind one dash a value follows its letter at once: mysql -psecret, whose quotes were forgotten.
  const shown = written.startsWith('--') ? written : written.slice(0, 2);
  return usage(command, `unknown option ${shown}`, closest(written, known));
}

/** A parser that only parses: the messages about mistakes are our own, with suggestions. */
function parserOf(command: Command, definitions: Definitions): Argv {
  const parser = yargs([])
    .locale('en')
    .exitProcess(false)
    .help(false)
    .version(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .fail((message: string | null) => {
      // The only check that is left to it: "--seed --json" has forgotten the seed; "--seed=--json" means it.
      const name = /: ([^ ]+)$/.exec(message ?? '')?.[1] ?? '';
      const definition = definitions[name];
      throw definition === undefined ? usage(command, message ?? '') : needsValue(command, name, definition);
    });
  parser.alias('help', 'h');
  for (const [name, { type, multiple }] of Object.entries(definitions)) {
    parser.option(
      name,
      type === 'boolean' ? { type } : { type, array: multiple === true, requiresArg: true },
    );
  }
  return parser;
}

/** Leaves out words that may belong to a command whose quotes were forgotten. */
function checkPositionals(command: Command, positionals: readonly string[], hasCommand: boolean): void {
  const { positional } = command;
  const most = positional === null ? 0 : positional.count === 'one or more' ? Infinity : 1;
  const superfluous = positionals[most];
  if (superfluous !== undefined) {
    throw usage(
      command,
      hasCommand ? 'too many arguments: put a command in quotes' : `unexpected argument "${superfluous}"`,
    );
  }
  if (positional !== null && positional.count !== 'at most one' && positionals.length === 0) {
    throw usage(command, `${positional.name} is missing`);
  }
  if (positionals.includes('')) throw usage(command, 'an argument is empty');
}

/** Returns the last value of an option that was given more than once but holds one value. */
function valueOf(
  definition: OptionDefinition,
  value: unknown,
): boolean | string | readonly string[] | undefined {
  if (definition.type === 'boolean') return [value].flat().at(-1) === true;
  const values = [value ?? []].flat().map(String);
  return definition.multiple === true ? values : values.at(-1);
}

function needsValue(command: Command, name: string, { value = 'VALUE' }: OptionDefinition): Failure {
  return usage(command, `--${name} needs a value: --${name} ${value}`);
}

function usage(command: Command, message: string, suggested: string | null = null): Failure {
  const help = `see: headroom ${command.name} --help`;
  return new Failure(EXIT.usage, message, {
    hint: suggested === null ? help : `did you mean ${suggested}? (${help})`,
  });
}
