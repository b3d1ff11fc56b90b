/**
 * A command of the program as data: what it is called, what it takes, and what it does. The parser, the help, the shell
 * completions and the suggestions after a slip of the keyboard are all made from it.
 */

export interface OptionDefinition {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Takes two words, which arrive as one text with a space between them. */
  readonly twoWords?: boolean;
  /** Placeholder of the value in the help: "PATH=VALUE". */
  readonly value?: string;
  readonly summary: string;
}

type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

/** Options as given: a boolean is false and a repeatable option is empty unless given. */
export type OptionValues<O extends OptionDefinitions> = {
  readonly [K in keyof O]: O[K] extends { readonly type: 'boolean' }
    ? boolean
    : O[K] extends { readonly multiple: true }
      ? readonly string[]
      : string | undefined;
};

/** The same before the types of a particular command are known. */
export type ParsedOptions = Readonly<Record<string, boolean | string | readonly string[] | undefined>>;

export interface PositionalDefinition {
  readonly name: string;
  readonly count: 'one' | 'at most one' | 'one or more';
  readonly summary: string;
}

export interface CommandDefinition<O extends OptionDefinitions = OptionDefinitions> {
  readonly name: string;
  readonly group: 'Answer a question' | 'Ask a real target' | 'Write a scenario' | 'Set up';
  /** One line for the list of commands. */
  readonly summary: string;
  /** Text above the options in the command's own help. */
  readonly description: string;
  readonly positional: PositionalDefinition | null;
  readonly options: O;
  readonly examples: readonly { readonly commandLine: string; readonly explanation: string }[];
}

export interface Command extends CommandDefinition {
  /** Resolves to the exit code; throws Failure for what the user can mend. */
  readonly run: (
    options: ParsedOptions,
    positionals: readonly string[],
    signal: AbortSignal,
  ) => Promise<number>;
}

/** Ties the types of `run` to the options that the command declares. */
export function command<const O extends OptionDefinitions>(
  definition: CommandDefinition<O>,
  run: (options: OptionValues<O>, positionals: readonly string[], signal: AbortSignal) => Promise<number>,
): Command {
  return {
    ...definition,
    async run(options, positionals, signal) {
      if (!areValuesOf(definition.options, options))
        throw new TypeError(`options of ${definition.name} are mistyped`);
      return run(options, positionals, signal);
    },
  };
}

function areValuesOf<O extends OptionDefinitions>(definitions: O, values: object): values is OptionValues<O> {
  const given = new Map<string, unknown>(Object.entries(values));
  return Object.entries(definitions).every(([name, { type, multiple }]) => {
    const value = given.get(name);
    if (type === 'boolean') return typeof value === 'boolean';
    return multiple === true ? Array.isArray(value) : value === undefined || typeof value === 'string';
  });
}
