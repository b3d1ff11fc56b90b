import { closest } from '../../models/scenario/suggestion.ts';
import { type Command, command } from '../command.ts';
import { EXIT, EXIT_MEANINGS } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { print } from '../terminal.ts';

type ScriptFor = (commands: readonly Command[]) => string;

const SCRIPTS: ReadonlyMap<string, ScriptFor> = new Map([
  ['bash', bashScript],
  ['zsh', (commands) => `autoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`],
  ['fish', fishScript],
]);

/** The commands are asked for late, because this one is among them. */
export function completion(commands: () => Promise<readonly Command[]>): Command {
  return command(
    {
      name: 'completion',
      group: 'Set up',
      summary: 'print a script that completes commands and options in bash, zsh or fish',
      description:
        'Prints a script for your shell. It knows the commands and their options, completes file names after them, and ' +
        'starts no program while you type.',
      positional: { name: 'SHELL', count: 'one', summary: 'bash, zsh or fish' },
      options: {},
      examples: [
        { commandLine: 'headroom completion bash >> ~/.bashrc', explanation: 'for every new shell' },
        { commandLine: 'source <(headroom completion zsh)', explanation: 'for this shell' },
        {
          commandLine: 'headroom completion fish > ~/.config/fish/completions/headroom.fish',
          explanation: 'for every new shell',
        },
      ],
    },
    async (_options, [shell = '']) => {
      const script = SCRIPTS.get(shell);
      if (script === undefined) {
        const nearest = closest(shell, [...SCRIPTS.keys()]);
        throw new Failure(EXIT.usage, `no completion for the shell "${shell}"`, {
          hint: nearest === null ? 'there is one for bash, zsh and fish' : `did you mean ${nearest}?`,
        });
      }
      await print(script(await commands()));
      return EXIT.done;
    },
  );
}

/** Comments for those who look into the script for what to test. */
function exitCodes(): string {
  return EXIT_MEANINGS.map(([code, meaning]) => `# exit code ${code}: ${meaning}\n`).join('');
}

function optionWords({ options }: Command): string {
  return [...Object.keys(options), 'help'].map((name) => `--${name}`).join(' ');
}

function bashScript(commands: readonly Command[]): string {
  const cases = commands.map((each) => `    ${each.name}) words='${optionWords(each)}' ;;`).join('\n');
  return `${exitCodes()}_headroom() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=''
  case "\${COMP_WORDS[1]}" in
${cases}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words='${commands.map((each) => each.name).join(' ')} --help --version'; fi
  case "$COMP_CWORD$current" in
    1*|*-*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=() ;;
  esac
}
complete -o default -F _headroom headroom
`;
}

function fishScript(commands: readonly Command[]): string {
  const lines = commands.flatMap((each) => [
    `complete -c headroom -n __fish_use_subcommand -f -a ${each.name} -d ${quoted(each.summary)}`,
    ...Object.entries(each.options).map(
      ([name, { type, summary }]) =>
        `complete -c headroom -n '__fish_seen_subcommand_from ${each.name}' -l ${name}${type === 'string' ? ' -r' : ''} -d ${quoted(summary)}`,
    ),
  ]);
  return `${exitCodes()}${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, "\\'")}'`;
}
