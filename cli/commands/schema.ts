import { scenarioJsonSchema } from '../../models/scenario/schema.ts';
import { command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toJson } from '../json.ts';
import { print } from '../terminal.ts';

export const schema = command(
  {
    name: 'schema',
    group: 'Write a scenario',
    summary: 'print the JSON Schema of scenarios, for completion in an editor',
    description:
      'Prints the JSON Schema of the scenario language. An editor with a YAML language server completes and checks ' +
      'scenarios by it: store it and name it in the first line of a scenario, ' +
      '"# yaml-language-server: $schema=headroom.schema.json".',
    positional: null,
    options: {},
    examples: [
      { commandLine: 'headroom schema > headroom.schema.json', explanation: 'store it beside the scenarios' },
    ],
  },
  async () => {
    await print(toJson(scenarioJsonSchema()));
    return EXIT.done;
  },
);
