/** Help texts, made from the commands themselves, for 80 columns. */

import { wrap } from '../reports/terminal/wrap.ts';
import type { Command, OptionDefinition, PositionalDefinition } from './command.ts';
import { EXIT_MEANINGS } from './exit-codes.ts';

const GROUPS = [
  'Answer a question',
  'Ask a real target',
  'Write a scenario',
  'Set up',
] as const satisfies readonly Command['group'][];

const COLUMNS = 80;
const LEFT_COLUMNS = 22;

export function programHelp(commands: readonly Command[]): string {
  const groups = GROUPS.map((group) => {
    const members = commands.filter((each) => each.group === group);
    return section(
      group,
      members.map((each): Row => [synopsis(each), each.summary]),
    );
  });
  return document([
    'Headroom: will this infrastructure hold, by how much, and what breaks first?',
    'usage: headroom COMMAND [OPTIONS]',
    ...groups,
    section('Options', [
      ['--help', 'this help; headroom COMMAND --help for a command'],
      ['--version', 'the version'],
      ['--no-color', 'no colours, as with NO_COLOR=1; FORCE_COLOR=1 forces them'],
    ]),
    section('Exit codes', EXIT_MEANINGS),
    section('Needs', [['Node', '22 or newer; a clone brings its own, and starts with 20 or newer']]),
  ]);
}

export function commandHelp(command: Command): string {
  const { positional, description, examples } = command;
  const options = Object.entries(command.options).map(
    ([name, definition]): Row => [optionSynopsis(name, definition), definition.summary],
  );
  return document([
    `usage: headroom ${synopsis(command)}${options.length > 0 ? ' [OPTIONS]' : ''}`,
    wrap(description, COLUMNS).join('\n'),
    ...(positional === null ? [] : [section('Arguments', [[positional.name, positional.summary]])]),
    section('Options', [...options, ['--help', 'this help']]),
    `Examples\n${examples.map(({ commandLine, explanation }) => `  ${commandLine}\n      ${explanation}`).join('\n')}`,
  ]);
}

type Row = readonly [left: string, right: string];

const POSITIONAL_FORM: Readonly<Record<PositionalDefinition['count'], (name: string) => string>> = {
  one: (name) => ` ${name}`,
  'at most one': (name) => ` [${name}]`,
  'one or more': (name) => ` ${name}...`,
};

function synopsis({ name, positional }: Command): string {
  return name + (positional === null ? '' : POSITIONAL_FORM[positional.count](positional.name));
}

function optionSynopsis(name: string, definition: OptionDefinition): string {
  return definition.type === 'boolean' ? `--${name}` : `--${name} ${definition.value ?? 'VALUE'}`;
}

function section(title: string, rows: readonly Row[]): string {
  const lines = rows.flatMap(([left, right]) =>
    wrap(right, COLUMNS - LEFT_COLUMNS - 2).map(
      (line, index) => `  ${(index === 0 ? left : '').padEnd(LEFT_COLUMNS)}${line}`,
    ),
  );
  return [title, ...lines].join('\n');
}

function document(sections: readonly string[]): string {
  return `${sections.join('\n\n')}\n`;
}
