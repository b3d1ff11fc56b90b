/** The program without its process: finds the command among all of them and runs it. */

import { closest } from '../models/scenario/suggestion.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { commandHelp, programHelp } from './help.ts';
import { parseArguments } from './parse-arguments.ts';
import { noteText, print } from './terminal.ts';
import { toolOf } from './tool.ts';

/** The commands by name, in the order of the help. Each is loaded when it is asked for: all of them take a second. */
const LOADERS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['simulate', async () => (await import('./commands/simulate.ts')).simulate],
  ['compare', async () => (await import('./commands/compare.ts')).compare],
  ['report', async () => (await import('./commands/report.ts')).report],
  ['loadgen', async () => (await import('./commands/loadgen.ts')).loadgen],
  ['clean', async () => (await import('./commands/clean.ts')).clean],
  ['check', async () => (await import('./commands/check.ts')).check],
  ['init', async () => (await import('./commands/init.ts')).init],
  ['calibrate', async () => (await import('./commands/calibrate.ts')).calibrate],
  ['catalog', async () => (await import('./commands/catalog.ts')).catalog],
  ['schema', async () => (await import('./commands/schema.ts')).schema],
  ['completion', async () => (await import('./commands/completion.ts')).completion(allCommands)],
]);

/** Loads all commands, in the order of the help. */
export function allCommands(): Promise<readonly Command[]> {
  return Promise.all([...LOADERS.values()].map((load) => load()));
}

/** Resolves to the exit code; throws Failure for what the user can mend. `signal` ends a run. */
export async function runProgram(words: readonly string[], signal: AbortSignal): Promise<number> {
  // "headroom help simulate" is "headroom simulate --help", and "headroom help" is "headroom --help".
  const [first, ...rest] = words[0] === 'help' ? [...words.slice(1), '--help'] : words;
  if (first === undefined) {
    noteText(programHelp(await allCommands()));
    return EXIT.usage;
  }
  if (first === '--version') {
    await print(`${toolOf().version}\n`);
    return EXIT.done;
  }
  if (first === '--help' || first === '-h') {
    await print(programHelp(await allCommands()));
    return EXIT.done;
  }
  const command = await loadCommand(first);
  const parsed = parseArguments(command, rest);
  if (parsed.help) {
    await print(commandHelp(command));
    return EXIT.done;
  }
  return command.run(parsed.options, parsed.positionals, signal);
}

async function loadCommand(name: string): Promise<Command> {
  const load = LOADERS.get(name);
  if (load !== undefined) return load();
  const kind = name.startsWith('-') ? 'option' : 'command';
  const nearest = closest(
    name,
    kind === 'option' ? ['--help', '--version', '--no-color'] : [...LOADERS.keys()],
  );
  throw new Failure(EXIT.usage, `unknown ${kind} ${name}`, {
    hint: nearest === null ? 'see: headroom --help' : `did you mean ${nearest}?`,
  });
}
