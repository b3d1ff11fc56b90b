/** From the words after a command's name to its options and positionals, or to a Failure that says what is wrong. */

import { parseArgs } from 'node:util';
import { closest } from '../models/scenario/suggestion.ts';
import type { Command, OptionDefinition, ParsedOptions } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';

export interface ParsedArguments {
  readonly options: ParsedOptions;
  readonly positionals: readonly string[];
  readonly help: boolean;
}

const HELP: Readonly<Record<string, OptionDefinition & { short?: string }>> = {
  help: { type: 'boolean', short: 'h', summary: 'show this help' },
};

export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const definitions = { ...command.options, ...HELP };
  // Not strict: the messages about mistakes are our own, with suggestions.
  const { tokens, values, positionals } = parseArgs({
    args: [...words],
    options: definitions,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const definition = Object.hasOwn(definitions, token.name) ? definitions[token.name] : undefined;
    if (definition === undefined) {
      const known = Object.keys(definitions).map((name) => `--${name}`);
      throw usage(command, `unknown option ${token.rawName}`, closest(token.rawName, known));
    }
    const value = token.value ?? '';
    if (definition.type === 'boolean' && token.value !== undefined) {
      throw usage(command, `${token.rawName} takes no value, but was given "${value}"`);
    }
    // "--seed --json" has forgotten the seed; "--seed=--json" means it.
    if (
      definition.type === 'string' &&
      (value === '' || (value.startsWith('--') && token.inlineValue !== true))
    ) {
      throw usage(command, `${token.rawName} needs a value: ${token.rawName} ${definition.value ?? 'VALUE'}`);
    }
  }

  const help = values['help'] === true;
  if (!help) checkPositionals(command, positionals);
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, definition]) => [name, given(definition, values[name])]),
  );
  return { options, positionals, help };
}

function checkPositionals(command: Command, positionals: readonly string[]): void {
  const { positional } = command;
  const most = positional === null ? 0 : positional.count === 'one or more' ? Infinity : 1;
  const superfluous = positionals[most];
  if (superfluous !== undefined) throw usage(command, `unexpected argument "${superfluous}"`);
  if (positional !== null && positional.count !== 'at most one' && positionals.length === 0) {
    throw usage(command, `${positional.name} is missing`);
  }
  if (positionals.includes('')) throw usage(command, 'an argument is empty');
}

function given(
  definition: OptionDefinition,
  value: string | boolean | (string | boolean)[] | undefined,
): boolean | string | readonly string[] | undefined {
  if (definition.type === 'boolean') return value === true;
  if (definition.multiple === true) return [value ?? []].flat().map(String);
  return value === undefined ? undefined : String(value);
}

function usage(command: Command, message: string, suggested: string | null = null): Failure {
  const help = `see: headroom ${command.name} --help`;
  return new Failure(EXIT.usage, message, {
    hint: suggested === null ? help : `did you mean ${suggested}? (${help})`,
  });
}
