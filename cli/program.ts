/** The program without its process: finds the command among all of them and runs it. */

import { closest } from '../models/scenario/suggestion.ts';
import type { Command } from './command.ts';
import { catalog } from './commands/catalog.ts';
import { check } from './commands/check.ts';
import { clean } from './commands/clean.ts';
import { compare } from './commands/compare.ts';
import { completion } from './commands/completion.ts';
import { init } from './commands/init.ts';
import { loadgen } from './commands/loadgen.ts';
import { report } from './commands/report.ts';
import { schema } from './commands/schema.ts';
import { simulate } from './commands/simulate.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { commandHelp, programHelp } from './help.ts';
import { parseArguments } from './parse-arguments.ts';
import { noteText, print } from './terminal.ts';
import { toolOf } from './tool.ts';

export const COMMANDS: readonly Command[] = [
  simulate,
  compare,
  report,
  loadgen,
  clean,
  check,
  init,
  catalog,
  schema,
  completion(() => COMMANDS),
];

/** Resolves to the exit code; throws Failure for what the user can mend. `signal` ends a run. */
export async function runProgram(words: readonly string[], signal: AbortSignal): Promise<number> {
  // "headroom help simulate" is "headroom simulate --help", and "headroom help" is "headroom --help".
  const [first, ...rest] = words[0] === 'help' ? [...words.slice(1), '--help'] : words;
  if (first === undefined) {
    noteText(programHelp(COMMANDS));
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
