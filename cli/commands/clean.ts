import { closing } from '../../loadgen/first-error.ts';
import type { CleanReport, LeftEntry, LeftReason } from '../../loadgen/safety/clean-report.ts';
import { cleanTarget, type LeftRun, type TargetCleanReport } from '../../loadgen/safety/clean-target.ts';
import { inspectTarget } from '../../loadgen/safety/inspect-target.ts';
import { openTarget } from '../../loadgen/targets/protocols.ts';
import { formatQuantity } from '../../models/units.ts';
import { printable } from '../../reports/printable.ts';
import { answerOf } from '../answer-of.ts';
import { command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toJson } from '../json.ts';
import { failureOfTarget, locationOf, TARGET_OPTIONS } from '../target-options.ts';
import { print } from '../terminal.ts';
import { documentWithoutSecrets, withoutSecrets } from '../without-secrets.ts';

const { target, credentials, profile } = TARGET_OPTIONS;

/** A sandbox was allowed when it was made; nothing is written to it now. */
const CONSENTS = { network: true, systemDevice: true };

export const clean = command(
  {
    name: 'clean',
    group: 'Ask a real target',
    summary: 'delete what runs have left on a target',
    description:
      'Deletes what the runs that have ended made on a target, by the manifests that they wrote beforehand, and nothing ' +
      'else. Files of others stay and are reported. Then the target is as it was before. Runs in progress ' +
      'are left alone, and so are runs of other machines unless they are named.',
    positional: null,
    options: {
      target,
      run: { type: 'string', value: 'ID', summary: 'this run only, even if another machine started it' },
      credentials,
      profile,
      json: { type: 'boolean', summary: 'print one JSON document' },
    },
    examples: [
      { commandLine: 'headroom clean --target /mnt/filer/headroom', explanation: 'all runs that have ended' },
      {
        commandLine: 'headroom clean --target s3://bucket/headroom --run 20260101-120000-ab12cd',
        explanation: 'one run, wherever it was started',
      },
    ],
  },
  async ({ run, json, ...options }, _positionals, signal) => {
    const location = locationOf({
      ...options,
      direct: false,
      'no-fsync': false,
      connections: undefined,
      'allow-network': true,
      'allow-system-device': true,
    });
    try {
      const waiting = `waiting for ${withoutSecrets(location.url)}`;
      const place = await answerOf(openTarget(location), waiting, signal);
      const cleanIt = async () => {
        const url = withoutSecrets(place.url);
        const inspection = await answerOf(inspectTarget(location, place, CONSENTS), waiting, signal);
        // Whatever was deleted by an interruption: the next clean-up goes on from there.
        const report = documentWithoutSecrets(
          await answerOf(cleanTarget(place, inspection, run), `cleaning ${url}`, signal),
        );
        await print(json ? toJson({ schemaVersion: 1, target: url, ...report }) : textOf(url, report));
        return report.cleaned.every(({ complete }) => complete) ? EXIT.done : EXIT.refused;
      };
      return await closing(cleanIt, () => place.close());
    } catch (error) {
      throw failureOfTarget(error);
    }
  },
);

/** Entries that are named one by one. */
const SHOWN = 20;

function textOf(url: string, { cleaned, spared, ended }: TargetCleanReport): string {
  const place = printable(url);
  const lines = [...cleaned.flatMap(linesOf), ...spared.map(lineOfSpared)];
  if (ended) lines.push(`${place} is as it was before its first run.`);
  else if (lines.length === 0) lines.push(`There is nothing of Headroom's in ${place}.`);
  return lines.map((line) => `${line}\n`).join('');
}

function linesOf({ run, removedFiles, removedBytes, left, leftCount }: CleanReport): readonly string[] {
  const files = `${formatQuantity(removedFiles, 'count')} files, ${formatQuantity(removedBytes, 'bytes')}`;
  const head = `Run ${printable(run)}: deleted ${files}`;
  if (leftCount === 0) return [`${head}.`];
  const lines = left.slice(0, SHOWN).map((entry) => `  ${printable(entry.path)}: ${wordsOf(entry)}`);
  if (leftCount > lines.length) lines.push(`  and ${formatQuantity(leftCount - lines.length, 'count')} more`);
  return [`${head}; left ${formatQuantity(leftCount, 'count')}:`, ...lines];
}

const WORDS: Readonly<Record<LeftReason, string>> = {
  'not-planned': 'no file that the run could have made',
  'another-kind': 'neither a file nor a directory as the run would have made it',
  'several-names': 'another name leads to the same file',
  'too-large': 'larger than anything that the run could have made of it',
  'other-content': 'it does not hold what the run wrote',
  changed: 'it was replaced meanwhile: clean again',
  'no-manifest': 'there is no manifest that tells what the run could have made',
  failed: 'it could not be deleted',
};

function wordsOf({ reason, detail }: LeftEntry): string {
  return detail === '' ? WORDS[reason] : `${WORDS[reason]}, ${printable(detail)}`;
}

function lineOfSpared({ run, state, host }: LeftRun): string {
  switch (state) {
    case 'running':
      return `Run ${printable(run)} is in progress: left alone.`;
    case 'elsewhere':
      return `Run ${printable(run)} was started on ${printable(host ?? 'another machine')}: if it has ended, add --run ${printable(run)}.`;
    case 'ended':
      return `Run ${printable(run)} was not named: left alone.`;
  }
}
