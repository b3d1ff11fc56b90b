import { readFileSync } from 'node:fs';
import path from 'node:path';
import { command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { Failure, systemCodeOf } from '../failure.ts';
import { isOfStorage, outputFailure, reasonOf } from '../output/output-failure.ts';
import { createFile } from '../output/whole-file.ts';
import { note, print } from '../terminal.ts';
import { PACKAGE_ROOT } from '../tool.ts';

const STARTING_SCENARIO = path.join(PACKAGE_ROOT, 'scenarios', 'small-studio.yaml');

export const init = command(
  {
    name: 'init',
    group: 'Write a scenario',
    summary: 'write a small commented scenario to start from',
    description:
      'Writes a small studio with a comment on every line that a newcomer would ask about. Overwrites nothing.',
    positional: { name: 'FILE', count: 'at most one', summary: 'the file to write; default: scenario.yaml' },
    options: {},
    examples: [
      { commandLine: 'headroom init studio.yaml', explanation: 'then: headroom simulate studio.yaml' },
    ],
  },
  async (_options, [file = 'scenario.yaml']) => {
    const scenario = readFileSync(STARTING_SCENARIO);
    try {
      createFile(file, scenario);
    } catch (error) {
      if (isOfStorage(error)) throw outputFailure(file, error);
      const reason =
        systemCodeOf(error) === 'EEXIST' ? 'it exists, and init overwrites nothing' : reasonOf(error);
      throw new Failure(EXIT.usage, `cannot write ${file}: ${reason}`, { cause: error });
    }
    await print(`${file}\n`);
    note(`Wrote ${file}. Next: headroom check ${file}, then headroom simulate ${file}.`);
    return EXIT.done;
  },
);
