import { drillLabel } from '../loadgen/run/drill-label.ts';
import type { ParsedOptions } from './command.ts';
import { shellWords } from './shell-words.ts';

/** Options that make a load what it is. Consents and credentials are not: whoever asks again gives their own. */
const VALUES = [
  'variant',
  'stages',
  'storage',
  'from',
  'duration',
  'scale',
  'speed',
  'seed',
  'set',
  'threads',
  'connections',
  'retry',
  'drain',
  'allowed-lateness',
  'max-bytes',
  'max-operations',
  'keep-free',
  'victim',
  'victim-p99',
  'probe',
  'ramp-from',
  'ramp-to',
  'precision',
] as const;
const FLAGS = ['direct', 'no-fsync', 'no-victim', 'no-verify', 'ramp'] as const;

/** The command line that asks the same load again, quoted for a shell, without secrets. */
export function loadCommand(file: string, target: string, options: ParsedOptions): string {
  const given = (name: string) => [options[name] ?? []].flat().map(String);
  const words = [
    'headroom',
    'loadgen',
    file,
    '--target',
    target,
    ...FLAGS.flatMap((name) => (options[name] === true ? [`--${name}`] : [])),
    ...VALUES.flatMap((name) => given(name).flatMap((value) => [`--${name}`, value])),
    ...given('at').flatMap((drill) => ['--at', ...timeAndCommand(drill)]),
  ];
  return shellWords(words);
}

/** `--at` takes two words, which arrive as one text. Of a command only its program is told: see `drillLabel`. */
function timeAndCommand(drill: string): readonly string[] {
  const space = drill.indexOf(' ');
  return [drill.slice(0, space), drillLabel(drill.slice(space + 1))];
}
