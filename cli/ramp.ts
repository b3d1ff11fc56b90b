/** `headroom loadgen --ramp`: how many times the load of a scenario a target holds. */

import { type RampEvents, type RampOutcome, type RampRequest, rampLoad } from '../loadgen/ramp/ramp-load.ts';
import { loadDefaults } from '../loadgen/result/load-defaults.ts';
import { protocolOf } from '../loadgen/targets/protocols.ts';
import { highestHeld, RAMP_SCHEMA_VERSION, type RampResult } from '../models/ramp-result.ts';
import { kindOf } from '../models/stages/stage-kinds.ts';
import type { Studio } from '../models/studio.ts';
import { multipleText } from '../reports/ramp-figures.ts';
import { probeHeader, probeLine } from '../reports/ramp-summary.ts';
import type { OptionDefinition, ParsedOptions } from './command.ts';
import { conclude } from './delivery.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { toJsonLine } from './json.ts';
import { type LiveView, startLiveView } from './live/live-view.ts';
import { loadEventsOf, reportCleaning } from './load-notes.ts';
import { factor, type LoadScenario } from './load-scenario.ts';
import { quantityOption } from './quantity-option.ts';
import { showRamp } from './ramp-output.ts';
import type { RunReporting } from './run-reporting.ts';
import { failureOfTarget } from './target-options.ts';
import { note, screen, terminalOptionsOf } from './terminal.ts';
import { toolOf } from './tool.ts';
import { exitCodeOfRamp, gated } from './verdict-code.ts';
import { documentWithoutSecrets, withoutSecrets } from './without-secrets.ts';

export const RAMP_OPTIONS = {
  ramp: {
    type: 'boolean',
    summary: 'find the largest multiple of the load that holds, by probes of some seconds each',
  },
  probe: { type: 'string', value: 'TIME', summary: 'with --ramp: duration of a probe; default: 20s' },
  'ramp-from': {
    type: 'string',
    value: 'N',
    summary: 'with --ramp: multiple of the first probe; default: 1',
  },
  'ramp-to': { type: 'string', value: 'N', summary: 'with --ramp: largest multiple; default: 64' },
  precision: {
    type: 'string',
    value: 'N%',
    summary: 'with --ramp: gap between what held and what broke; default: 3%',
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export type RampSettings = Pick<RampRequest, 'search' | 'probeSeconds'>;

/** Shorter probes see no trend. */
const PROBE_SECONDS_MIN = 5;
const PRECISION = { least: 0.005, most: 0.5 } as const;

/** Null where no ramp is asked for. Throws a Failure for what is no ramp, or contradicts it. */
export function rampSettingsOf(options: ParsedOptions): RampSettings | null {
  const text = (name: string, otherwise: string) => String(options[name] ?? otherwise);
  const given = Object.keys(RAMP_OPTIONS).filter((name) => name !== 'ramp' && options[name] !== undefined);
  if (options['ramp'] !== true) {
    const [first] = given;
    if (first === undefined) return null;
    throw new Failure(EXIT.usage, `--${first} requires --ramp`);
  }
  for (const [name, instead] of Object.entries(INSTEAD)) {
    const value = options[name];
    const isGiven = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
    if (isGiven) throw new Failure(EXIT.usage, `--${name} cannot be combined with --ramp`, { hint: instead });
  }
  const probeSeconds = quantityOption('probe', text('probe', '20s'), 'seconds');
  if (probeSeconds < PROBE_SECONDS_MIN || !Number.isInteger(probeSeconds)) {
    const asked = text('probe', '');
    throw new Failure(
      EXIT.usage,
      `--probe takes whole seconds from ${PROBE_SECONDS_MIN}s on, not "${asked}"`,
    );
  }
  const from = factor('ramp-from', text('ramp-from', '1'));
  const to = options['ramp-to'] === undefined ? Math.max(64, from) : factor('ramp-to', text('ramp-to', ''));
  if (to < from) {
    throw new Failure(EXIT.usage, `--ramp-to ${to} is less than --ramp-from ${from}`);
  }
  const precision = quantityOption('precision', text('precision', '3%'), 'fraction');
  if (precision < PRECISION.least || precision > PRECISION.most) {
    const range = `${100 * PRECISION.least}% to ${100 * PRECISION.most}%`;
    throw new Failure(EXIT.usage, `--precision takes ${range}, not "${text('precision', '')}"`);
  }
  return { search: { from, to, precision }, probeSeconds };
}

/** Options that say what a ramp says otherwise. */
const INSTEAD = {
  duration: 'a probe lasts as long as --probe says',
  scale: 'say --ramp-from for the multiple to begin with',
  at: 'run a command during a load without --ramp',
  'keep-files': 'a ramp takes away its files when it ends',
} as const;

/** The scenario as a probe performs it. Throws a Failure where no probe could break. */
export function forProbes(loaded: LoadScenario, { probeSeconds }: RampSettings): LoadScenario {
  const { speed, whole, studio, input } = loaded;
  const hasOpenLoops = studio.stages.some((stage) => kindOf(stage).loop.kind === 'open');
  const isJudged = whole.objectives.some(({ metric }) =>
    studio.stages.some(({ name }) => metric.startsWith(`${name}.`)),
  );
  if (!hasOpenLoops && !isJudged) {
    const names = studio.stages.map(({ name }) => name).join(', ');
    throw new Failure(
      EXIT.invalid,
      `${input.scenario.file}: a ramp ends where an objective breaks, and there is none on ${names}`,
      {
        hint: 'add objectives: such as "edit.scrub p99 <= 40ms"',
      },
    );
  }
  const short = (each: Studio): Studio => ({
    ...each,
    run: { ...each.run, durationSeconds: probeSeconds * speed },
  });
  return { ...loaded, whole: short(whole), studio: short(studio) };
}

/** Prints the facts about a ramp that the preview of its first probe does not have. */
export function printRampTerms({ search, probeSeconds }: RampSettings): void {
  const most = search.to / search.from;
  note(
    `headroom: this is the first of some probes of ${probeSeconds} s; the largest may ask for ${multipleText(most)} times as much`,
  );
}

/** Resolves to the exit code. Rejects as `rampLoad` does, and with the signal's reason once it has told what was found. */
export async function runRamp(
  request: RampRequest,
  { input, command, standsFor, options }: RunReporting,
  signal: AbortSignal,
): Promise<number> {
  const { 'no-gate': noGate } = options;
  const found: { failed: readonly unknown[]; verdict: number } = { failed: [], verdict: EXIT.done };
  const progress = new RampProgress(request, options, async (outcome) => {
    const result = documentWithoutSecrets(rampResult(request, outcome, { input, command, standsFor }));
    found.verdict = exitCodeOf(result, noGate);
    found.failed = await showRamp(result, options);
  });
  const { result: outcome, cleaning } = await rampLoad(request, progress, signal).finally(() =>
    progress.end(),
  );
  const run = outcome.probes.at(-1)?.runId ?? '';
  const cleaned = reportCleaning(cleaning, run, request.location.url);
  const { failure } = outcome;
  const failed = failure === null ? found.failed : [failureOfTarget(failure.error), ...found.failed];
  const code = conclude(found.verdict, failed);
  if (outcome.bound.kind === 'interrupted') throw signal.reason;
  return code === EXIT.done ? cleaned : code;
}

/** Tells of the ramp on stderr: a live view of each probe on a terminal, and a line that stays once it has ended. */
class RampProgress implements RampEvents {
  readonly #request: RampRequest;
  readonly #options: RunReporting['options'];
  readonly onFound: RampEvents['onFound'];
  #view: LiveView | null = null;
  #number = 0;

  /** `onFound` tells the result. */
  constructor(request: RampRequest, options: RunReporting['options'], onFound: RampEvents['onFound']) {
    this.onFound = onFound;
    this.#request = request;
    this.#options = options;
  }

  onProbe({ number, multiple, studio }: Parameters<RampEvents['onProbe']>[0]) {
    const { quiet, events } = this.#options;
    const { probeSeconds, location, allowedLatenessSeconds } = this.#request;
    const isShown = !quiet && (events || process.stderr.isTTY);
    const title = `Probe ${number}: ${multipleText(multiple)} times ${studio.name} on ${withoutSecrets(location.url)}`;
    this.#view = isShown
      ? startLiveView(screen, {
          studio,
          title,
          durationSeconds: probeSeconds,
          allowedLatenessSeconds,
          events,
        })
      : null;
    this.#number = number;
    return loadEventsOf(this.#view);
  }

  onProbed(probe: Parameters<RampEvents['onProbed']>[0]): void {
    this.end();
    const { quiet, events } = this.#options;
    if (quiet) return;
    if (events) {
      screen.write(toJsonLine({ event: 'probe', number: this.#number, ...probe }));
      return;
    }
    const options = terminalOptionsOf(process.stderr);
    if (this.#number === 1) note(probeHeader(options));
    note(probeLine(documentWithoutSecrets(probe), options));
  }

  onCleaning(): void {
    this.end();
    const { quiet, events } = this.#options;
    if (!quiet && !events && process.stderr.isTTY) note('headroom: cleaning up');
  }

  end(): void {
    this.#view?.end();
    this.#view = null;
  }
}

function rampResult(
  { location, settings, probeSeconds, search }: RampRequest,
  { probes, held, broke, bound }: RampOutcome,
  { input, command, standsFor }: Pick<RunReporting, 'input' | 'command' | 'standsFor'>,
): RampResult {
  const { studio, speed } = settings;
  const highest = highestHeld(probes);
  return {
    schemaVersion: RAMP_SCHEMA_VERSION,
    document: 'ramp',
    tool: toolOf(),
    scenario: {
      name: studio.name,
      ...(studio.description === undefined ? {} : { description: studio.description }),
      ...input.scenario,
    },
    seed: studio.run.seed,
    ...loadDefaults(
      studio,
      studio.stages.map(({ name }) => name),
    ),
    command,
    target: { url: withoutSecrets(location.url), kind: protocolOf(location.url).name, standsFor },
    speed,
    probeSeconds,
    precision: search.precision,
    probes,
    headroom: {
      multiple: held,
      interval: [held ?? 0, broke],
      offeredPerSecond: highest?.backlog?.offeredPerSecond ?? null,
      answeredPerSecond: highest?.answeredPerSecond ?? null,
      readBytesPerSecond: highest?.readBytesPerSecond ?? null,
      writtenBytesPerSecond: highest?.writtenBytesPerSecond ?? null,
    },
    bound,
  };
}

function exitCodeOf(result: RampResult, noGate: boolean): number {
  switch (result.bound.kind) {
    case 'guard':
      return EXIT.guarded;
    case 'interrupted':
    case 'failed':
    case 'target':
    case 'generator':
    case 'maximum':
      return gated(exitCodeOfRamp(result), noGate);
  }
}
