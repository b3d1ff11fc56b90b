/** Help texts, made from the commands themselves. */

import type { Command, OptionDefinition, PositionalDefinition } from './command.ts';

const GROUPS = [
  'Answer a question',
  'Write a scenario',
  'Set up',
] as const satisfies readonly Command['group'][];

const EXIT_CODES = `Exit codes
  0  done, every objective met       3  invalid scenario or input
  1  a bug of ours                   4  done, an objective missed
  2  wrong usage                     128+n  ended by signal n`;

export function programHelp(commands: readonly Command[]): string {
  const groups = GROUPS.map((group) => {
    const rows = commands
      .filter((each) => each.group === group)
      .map((each): Row => [synopsis(each), each.summary]);
    return `${group}\n${table(rows, 28)}`;
  });
  return (
    [
      'Headroom: will this infrastructure hold, by how much, and what breaks first?',
      'usage: headroom COMMAND [OPTIONS]',
      ...groups,
      `Options\n${table(
        [
          ['--help', 'this help; headroom COMMAND --help for a command'],
          ['--version', 'the version'],
          ['--no-color', 'no colours; the environment variables NO_COLOR and FORCE_COLOR are heeded too'],
        ],
        28,
      )}`,
      EXIT_CODES,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

export function commandHelp(command: Command): string {
  const { positional } = command;
  const options = Object.entries(command.options).map(
    ([name, definition]): Row => [optionSynopsis(name, definition), definition.summary],
  );
  const rows: Row[] = [...options, ['--help', 'this help']];
  const examples = command.examples.map(
    ({ commandLine, explanation }) => `  ${commandLine}\n      ${explanation}`,
  );
  return (
    [
      `usage: headroom ${synopsis(command)}${options.length > 0 ? ' [OPTIONS]' : ''}`,
      command.description,
      ...(positional === null ? [] : [`Arguments\n${table([[positional.name, positional.summary]], 28)}`]),
      `Options\n${table(rows, 28)}`,
      ...(examples.length > 0 ? [`Examples\n${examples.join('\n')}`] : []),
    ].join('\n\n') + '\n'
  );
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

function table(rows: readonly Row[], leftWidth: number): string {
  return rows.map(([left, right]) => `  ${left.padEnd(leftWidth)} ${right}`.trimEnd()).join('\n');
}
