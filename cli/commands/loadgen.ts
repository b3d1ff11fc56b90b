import { availableParallelism } from 'node:os';
import { planLoad } from '../../loadgen/plan/load-plan.ts';
import { ALLOWED_LATENESS_SECONDS } from '../../loadgen/run/generator-health.ts';
import { contact } from '../../loadgen/run/run-in-sandbox.ts';
import { protocolOf } from '../../loadgen/targets/protocols.ts';
import { scaleStudio } from '../../models/scale-studio.ts';
import { answerOf } from '../answer-of.ts';
import { command } from '../command.ts';
import { drillsOf } from '../drill-option.ts';
import { EXIT } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { toJson } from '../json.ts';
import { loadCommand } from '../load-command.ts';
import { warnLeftoverRuns } from '../load-notes.ts';
import { loadPreview, previewText } from '../load-preview.ts';
import { runLoadCommand } from '../load-run.ts';
import { LOAD_SCENARIO_OPTIONS, loadScenarioOf } from '../load-scenario.ts';
import { prepareOutputFolder } from '../output-folder.ts';
import { quantityOption } from '../quantity-option.ts';
import { forProbes, printRampTerms, RAMP_OPTIONS, rampSettingsOf, runRamp } from '../ramp.ts';
import { SAFETY_OPTIONS, safetyLimitsOf } from '../safety-options.ts';
import { consentsOf, failureOfTarget, locationOf, TARGET_OPTIONS, wholeNumber } from '../target-options.ts';
import { onStorage, standsForOf, storageOf } from '../target-storage.ts';
import { print, terminalOptionsOf } from '../terminal.ts';
import { documentWithoutSecrets, withoutSecrets } from '../without-secrets.ts';

const THREADS_MAX = 512;

export const loadgen = command(
  {
    name: 'loadgen',
    group: 'Ask a real target',
    summary: 'perform a scenario on a real directory, NFS export or bucket',
    description:
      'Performs in real time what "simulate" performs in virtual time: the same operations on files of the same sizes, from ' +
      'the same seed. On a target that it has not seen it first says what it would do, and does nothing until --yes. It ' +
      'writes only below the target, and takes away again what it wrote.',
    positional: { name: 'SCENARIO', count: 'one', summary: 'a scenario in YAML; "-" reads standard input' },
    options: {
      ...TARGET_OPTIONS,
      yes: { type: 'boolean', summary: 'allow the first use of this target' },
      'dry-run': { type: 'boolean', summary: 'say what would be done, and do nothing' },
      ...LOAD_SCENARIO_OPTIONS,
      threads: {
        type: 'string',
        value: 'N',
        summary: 'worker threads; default: 8 for a directory, one per core otherwise',
      },
      retry: {
        type: 'string',
        value: 'TIME',
        summary: 'keep retrying a failed operation for this long; default: 60s',
      },
      drain: {
        type: 'string',
        value: 'TIME',
        summary: 'finish arrived work for this long after the end; default: 30s',
      },
      at: {
        type: 'string',
        multiple: true,
        twoWords: true,
        value: "TIME 'COMMAND'",
        summary:
          'run a command of yours at this time of the load, and measure what comes of it; repeatable. Results name its program, not its arguments',
      },
      'allowed-lateness': {
        type: 'string',
        value: 'TIME',
        summary: 'how late the generator itself may send, at p99, before the run is invalid; default: 1ms',
      },
      ...SAFETY_OPTIONS,
      ...RAMP_OPTIONS,
      'no-verify': { type: 'boolean', summary: 'do not compare what is read with what was written' },
      'keep-files': { type: 'boolean', summary: 'leave the files until "headroom clean"' },
      json: { type: 'boolean', summary: 'print one JSON document instead of the summary' },
      events: { type: 'boolean', summary: 'progress as one JSON document to a line, on stderr' },
      out: {
        type: 'string',
        value: 'DIR',
        summary: 'also write the JSON document, report.html, CSV files and latency.hlog into this folder',
      },
      'no-gate': { type: 'boolean', summary: 'exit with 0 whatever the verdict (not 4, 7 or 8)' },
      quiet: { type: 'boolean', summary: 'no progress on stderr' },
    },
    examples: [
      {
        commandLine: 'headroom loadgen studio.yaml --target /mnt/nas/load --from 18:59',
        explanation: 'what the evening would do there',
      },
      {
        commandLine: 'headroom loadgen studio.yaml --target nfs://nas/load --scale 0.1 --yes',
        explanation: 'a tenth of the studio on an NFS export, without a mount',
      },
      {
        commandLine: 'headroom loadgen studio.yaml --target s3://bucket/load --at 30s ./reboot',
        explanation: 'what a gateway that restarts does to it',
      },
      {
        commandLine: 'headroom loadgen studio.yaml --target /mnt/filer/headroom --from 10:00 --ramp',
        explanation: 'how many times the load of ten in the morning it holds, by probes of 20 s',
      },
    ],
  },
  async (options, [file = ''], signal) => {
    const location = locationOf(options);
    const consents = consentsOf(options);
    const retrySeconds = quantityOption('retry', options.retry ?? '60s', 'seconds');
    const ramp = rampSettingsOf(options);
    const drainSeconds =
      options.drain === undefined && ramp !== null
        ? ramp.probeSeconds
        : quantityOption('drain', options.drain ?? '30s', 'seconds');
    const allowedLatenessSeconds = allowedLatenessOf(options['allowed-lateness']);
    const drills = drillsOf(options.at);
    const limits = safetyLimitsOf(options, location);
    const threads =
      options.threads === undefined
        ? protocolOf(location.url).threads(availableParallelism())
        : wholeNumber('threads', options.threads, THREADS_MAX);
    const loaded = loadScenarioOf(file, options);
    const { input, whole, studio, asked, scale, speed } = ramp === null ? loaded : forProbes(loaded, ramp);
    const { out } = options;
    if (out !== undefined) prepareOutputFolder(out);
    const again = loadCommand(file, location.url, options);

    const planned = () => planLoad(scaleStudio(studio, ramp?.search.from ?? 1), drainSeconds * speed, signal);

    try {
      // A plan tells whether stages on several storage systems have work at the same time: before the target is asked anything.
      const early = storageOf(studio.stages).length > 1 ? await planned() : null;
      if (early !== null) standsForOf(file, early, asked);
      const waiting = `waiting for ${withoutSecrets(location.url)}`;
      const seen = await answerOf(contact(location, consents), waiting, signal);
      warnLeftoverRuns(seen, location.url);
      const plan = early ?? (await planned());
      if (plan.operations === 0) {
        throw new Failure(EXIT.invalid, `${file}: no stage does anything in this part of the day`, {
          hint: 'choose another with --from and --duration',
        });
      }
      const standsFor = standsForOf(file, plan, asked);
      if (options['dry-run'] || (seen.isFirst && !options.yes)) {
        const preview = documentWithoutSecrets(loadPreview(seen, plan, { studio, speed, standsFor }));
        const text = previewText(preview, terminalOptionsOf(process.stdout));
        await print(options.json ? toJson(preview) : text);
        if (ramp !== null) printRampTerms(ramp);
        if (options['dry-run']) return EXIT.done;
        throw new Failure(
          EXIT.refused,
          `${withoutSecrets(seen.url)} has not been used before: nothing was done`,
          {
            hint: 'add --yes to do it',
          },
        );
      }
      const performed = onStorage(studio, standsFor.storage);
      const settings = {
        studio: performed,
        verify: !options['no-verify'],
        speed,
        retrySeconds,
        drainSeconds,
      };
      const request = { location, consents, limits, threads, allowedLatenessSeconds, whole, settings };
      const told = { input, command: again, options, standsFor };
      if (ramp !== null) return await runRamp({ ...ramp, ...request }, told, signal);
      const keepFiles = options['keep-files'];
      return await runLoadCommand({ ...request, plan, scale, drills, keepFiles }, told, signal);
    } catch (error) {
      throw failureOfTarget(error);
    }
  },
);

/** Throws a Failure for what is no time, or none at all: everything is late by something. */
function allowedLatenessOf(text: string | undefined): number {
  if (text === undefined) return ALLOWED_LATENESS_SECONDS;
  const seconds = quantityOption('allowed-lateness', text, 'seconds');
  if (seconds > 0) return seconds;
  throw new Failure(EXIT.usage, `--allowed-lateness takes a time above 0 such as 5ms, not "${text}"`);
}
