/**
 * The program: finds the command, runs it, and turns whatever happens into an exit code and, if it went wrong, into one
 * clear message on stderr.
 */

import { inspect } from 'node:util';
import { closest } from '../models/scenario/suggestion.ts';
import { printable } from '../reports/printable.ts';
import type { Command } from './command.ts';
import { catalog } from './commands/catalog.ts';
import { check } from './commands/check.ts';
import { compare } from './commands/compare.ts';
import { completion } from './commands/completion.ts';
import { init } from './commands/init.ts';
import { schema } from './commands/schema.ts';
import { simulate } from './commands/simulate.ts';
import { EXIT, exitCodeOfSignal } from './exit-codes.ts';
import { Failure, messageOf } from './failure.ts';
import { commandHelp, programHelp } from './help.ts';
import { parseArguments } from './parse-arguments.ts';
import { note, print, tolerateClosedPipes } from './terminal.ts';
import { toolOf } from './tool.ts';

const COMMANDS: readonly Command[] = [
  simulate,
  compare,
  check,
  init,
  catalog,
  schema,
  completion(() => COMMANDS),
];

async function run(words: readonly string[], signal: AbortSignal): Promise<number> {
  // "headroom help simulate" is "headroom simulate --help", and "headroom help" is "headroom --help".
  const [first, ...rest] = words[0] === 'help' ? [...words.slice(1), '--help'] : words;
  if (first === undefined) {
    process.stderr.write(programHelp(COMMANDS));
    return EXIT.usage;
  }
  if (first === '--version') {
    await print(`${toolOf().version}\n`);
    return EXIT.done;
  }
  if (first === '--help' || first === '-h') {
    await print(programHelp(COMMANDS));
    return EXIT.done;
  }
  const command = findCommand(first);
  const parsed = parseArguments(command, rest);
  if (parsed.help) {
    await print(commandHelp(command));
    return EXIT.done;
  }
  return command.run(parsed.options, parsed.positionals, signal);
}

function findCommand(name: string): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;
  const kind = name.startsWith('-') ? 'option' : 'command';
  const nearest = closest(
    name,
    kind === 'option' ? ['--help', '--version', '--no-color'] : COMMANDS.map((each) => each.name),
  );
  throw new Failure(EXIT.usage, `unknown ${kind} ${name}`, {
    hint: nearest === null ? 'see: headroom --help' : `did you mean ${nearest}?`,
  });
}

function explain(thrown: unknown): number {
  const failure = thrown instanceof Failure ? thrown : null;
  const exitCode = failure?.exitCode ?? EXIT.bug;
  note(`headroom: ${printable(messageOf(thrown))}`);
  if (failure?.hint) note(`  ${printable(failure.hint)}`);
  if (exitCode === EXIT.bug) {
    note('  This is a bug in headroom. Please report it with the command and the scenario;');
    note('  HEADROOM_DEBUG=1 shows where it happened.');
  }
  if (process.env['HEADROOM_DEBUG'] === '1') note(inspect(thrown));
  return exitCode;
}

/** Aborts with a Failure that carries the exit code of the signal. A second signal has nothing more to say. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(new Failure(exitCodeOfSignal(signal), 'interrupted')));
  }
  return controller.signal;
}

tolerateClosedPipes();
const words = process.argv.slice(2);
if (words.includes('--no-color')) {
  delete process.env['FORCE_COLOR'];
  process.env['NO_COLOR'] = '1';
}
try {
  process.exitCode = await run(
    words.filter((word) => word !== '--no-color'),
    interruption(),
  );
} catch (error) {
  process.exitCode = explain(error);
}
