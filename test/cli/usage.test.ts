import { describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { commandHelp, programHelp } from '../../cli/help.ts';
import { allCommands, runProgram } from '../../cli/program.ts';
import { TINY } from './run-process.ts';

const COMMANDS = await allCommands();

const uninterrupted = new AbortController().signal;

describe('wrong usage is refused with a message and, where there is one, a remedy', () => {
  test.each([
    [['simulat', TINY], 'unknown command simulat', 'did you mean simulate?'],
    [['frobnicate'], 'unknown command frobnicate', 'see: headroom --help'],
    [['--versoin'], 'unknown option --versoin', 'did you mean --version?'],
    [['help', 'chekc'], 'unknown command chekc', 'did you mean check?'],
    [['simulate'], 'SCENARIO is missing', 'see: headroom simulate --help'],
    [['simulate', ''], 'an argument is empty', 'see: headroom simulate --help'],
    [
      ['loadgen', TINY, '--at', '0s', 'mysql', '-psecret99'],
      'unknown option -p',
      'see: headroom loadgen --help',
    ],
    [
      ['loadgen', TINY, '--at', '0s', 'sshpass', 'secret99'],
      'too many arguments: put a command in quotes',
      'see: headroom loadgen --help',
    ],
    [
      ['loadgen', TINY, '--target', '/t', '--at', 'mysql -psecret99', '0s'],
      '--at takes a time first, then a command',
      "for example: --at 30s 'systemctl restart nfs-server'",
    ],
    [['simulate', TINY, 'more'], 'unexpected argument "more"', 'see: headroom simulate --help'],
    [['simulate', TINY, '--', '--json'], 'unexpected argument "--json"', 'see: headroom simulate --help'],
    [
      ['simulate', TINY, '--replicatoins', '3'],
      'unknown option --replicatoins',
      'did you mean --replications? (see: headroom simulate --help)',
    ],
    [['simulate', TINY, '-x'], 'unknown option -x', 'see: headroom simulate --help'],
    [['simulate', TINY, '--constructor'], 'unknown option --constructor', 'see: headroom simulate --help'],
    [['simulate', TINY, '--seed'], '--seed needs a value: --seed TEXT', 'see: headroom simulate --help'],
    [['simulate', TINY, '--seed='], '--seed needs a value: --seed TEXT', 'see: headroom simulate --help'],
    [
      ['simulate', TINY, '--seed', '--json'],
      '--seed needs a value: --seed TEXT',
      'see: headroom simulate --help',
    ],
    [
      ['simulate', TINY, '--json=yes'],
      '--json takes no value, but was given "yes"',
      'see: headroom simulate --help',
    ],
    [['simulate', TINY, '--threads', '0'], '--threads takes a whole number from 1 to 1024, not "0"', null],
    [
      ['simulate', TINY, '--threads', 'two'],
      '--threads takes a whole number from 1 to 1024, not "two"',
      null,
    ],
    [
      ['simulate', TINY, '--threads', '1e3'],
      '--threads takes a whole number from 1 to 1024, not "1e3"',
      null,
    ],
    [
      ['simulate', TINY, '--max-cost', 'much'],
      '--max-cost takes a processor time such as 8h, an amount of memory such as 16GB, or both with a comma, not "much"',
      null,
    ],
    [
      ['simulate', TINY, '--out', TINY],
      `cannot write to the folder ${TINY}: there is a file of this name`,
      null,
    ],
    [
      ['compare', TINY, '--variants', 'slow'],
      'there is only one candidate to compare',
      'name another scenario or result, or a scenario that has variants',
    ],
    [
      ['catalog', 'weka-supermicro'],
      'the catalog has no entry "weka-supermicro"',
      'did you mean "weka-supermicro-8n"?',
    ],
    [['completion', 'bsh'], 'no completion for the shell "bsh"', 'did you mean bash?'],
    [['init', TINY], `cannot write ${TINY}: it exists, and init overwrites nothing`, null],
  ])('headroom %j', async (words, message, hint) => {
    await expect(runProgram(words, uninterrupted)).rejects.toMatchObject({
      exitCode: EXIT.usage,
      message,
      hint,
    });
  });
});

describe('help', () => {
  const names = COMMANDS.map(({ name }) => name);

  test('of the program names every command and every exit code', () => {
    const help = programHelp(COMMANDS);
    for (const name of names) expect(help).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    for (const code of Object.values(EXIT)) expect(help).toMatch(new RegExp(`^  ${code} `, 'm'));
  });

  test.each(COMMANDS)('of $name names every option, and its examples are commands', (command) => {
    const help = commandHelp(command);
    for (const option of Object.keys(command.options))
      expect(help).toMatch(new RegExp(`^  --${option}\\b`, 'm'));
    for (const { commandLine } of command.examples) expect(commandLine).toContain(`headroom ${command.name}`);
  });

  test('fits a terminal of 80 columns', () => {
    const lines = [programHelp(COMMANDS), ...COMMANDS.map(commandHelp)].join('\n').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});
