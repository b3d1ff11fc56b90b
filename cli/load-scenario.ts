/** The part of a scenario that is performed on a real target: some hours of its day, some of its stages, some of its actors. */

import { scaleStudio } from '../models/scale-studio.ts';
import { closest } from '../models/scenario/suggestion.ts';
import type { StageDefinition, Studio } from '../models/studio.ts';
import type { OptionDefinition, OptionValues } from './command.ts';
import { COST_OPTIONS, costLimitOf, requirePlannable } from './cost-limit.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { overridesOf, requireScenario, SCENARIO_OPTIONS, type ScenarioInput } from './scenario-input.ts';
import { chooseStorage } from './target-storage.ts';

const { set, seed, duration } = SCENARIO_OPTIONS;

export const LOAD_SCENARIO_OPTIONS = {
  variant: { type: 'string', value: 'NAME', summary: 'perform this variant of the scenario' },
  stages: { type: 'string', value: 'NAMES', summary: 'only these stages, with commas between their names' },
  storage: {
    type: 'string',
    value: 'NAME',
    summary: 'only the stages on this storage system, in whose place the target is asked',
  },
  from: { type: 'string', value: 'TIME', summary: 'start at this time of the day: --set run.start=TIME' },
  duration,
  scale: { type: 'string', value: 'N', summary: 'this multiple of the actors: 0.1 is a tenth of them' },
  speed: { type: 'string', value: 'N', summary: 'waiting and computing take 1/N of their time' },
  set,
  seed,
  ...COST_OPTIONS,
} as const satisfies Readonly<Record<string, OptionDefinition>>;

type Values = OptionValues<typeof LOAD_SCENARIO_OPTIONS>;

export interface LoadScenario {
  readonly input: ScenarioInput;
  /** The whole scenario, scaled. */
  readonly whole: Studio;
  /** With the stages only that are performed. */
  readonly studio: Studio;
  /** The stages that were asked for, before a storage system was chosen. */
  readonly asked: readonly StageDefinition[];
  readonly scale: number;
  readonly speed: number;
}

/** Throws a Failure for what cannot be performed. Overrides include the time of day, so that a result names what it came from. */
export function loadScenarioOf(file: string, options: Values): LoadScenario {
  const { from, variant, stages, storage } = options;
  const overrides = [
    ...overridesOf({ ...options, replications: undefined }),
    ...(from === undefined ? [] : [`run.start=${JSON.stringify(from)}`]),
  ];
  const input = requireScenario(file, overrides, variant ?? null, { excerpt: true });
  const scale = factor('scale', options.scale ?? '1');
  const speed = factor('speed', options.speed ?? '1');
  const whole = scaleStudio(input.studio, scale);
  const asked = stages === undefined ? whole : withStages(whole, stages.split(','));
  refuseFaults(whole);
  const studio = storage === undefined ? asked : chooseStorage(asked, storage);
  requirePlannable(studio, costLimitOf(options));
  return { input, whole, studio, asked: asked.stages, scale, speed };
}

/** Throws a Failure where the scenario has faults. */
function refuseFaults({ faults = [] }: Studio): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new Failure(
    EXIT.usage,
    `a load does not perform faults, and "${first.name}" is one of ${first.target}`,
    {
      hint: 'write faults into a variant, and perform the scenario without it',
    },
  );
}

function withStages(studio: Studio, names: readonly string[]): Studio {
  const known = studio.stages.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const nearest = closest(name, known);
    throw new Failure(EXIT.usage, `--stages: there is no stage "${name}"`, {
      hint: nearest === null ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`,
    });
  }
  return { ...studio, stages: studio.stages.filter(({ name }) => names.includes(name)) };
}

const FACTOR_MAX = 1e6;

/** A number of times. Throws a Failure for anything else. */
export function factor(name: string, text: string): number {
  const value = /^\d{1,7}(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value > 0 && value <= FACTOR_MAX) return value;
  throw new Failure(EXIT.usage, `--${name} takes a number above 0 such as 0.1 or 2, not "${text}"`);
}
