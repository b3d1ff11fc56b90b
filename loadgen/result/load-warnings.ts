import type { Warning } from '../../models/result.ts';
import { type StandsFor, stoodForText } from '../../models/stands-for.ts';
import type { Studio } from '../../models/studio.ts';
import { formatQuantity } from '../../models/units.ts';
import { CPU_FRACTION_MAX } from '../run/generator-health.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';
import { ignoredTerms } from './ignored-terms.ts';
import { failedOf, sum } from './measured-run.ts';

/** Returns the warnings about the figures of a load run, the most serious first. */
export function loadWarnings(
  outcome: LoadOutcome,
  { run }: Pick<Studio, 'run'>,
  standsFor?: StandsFor,
): readonly Warning[] {
  return [
    ...generatorLimit(outcome),
    ...busyThread(outcome),
    ...wrongData(outcome),
    ...endedEarly(outcome),
    ...failures(outcome),
    ...unsent(outcome),
    ...unfinished(outcome),
    ...blockedWork(outcome),
    ...otherTerms(outcome),
    ...otherStorage(standsFor),
    ...ignoredTerms(run).map((message) => ({ code: 'ignored-setting', message })),
  ];
}

function generatorLimit({ generator }: LoadOutcome): Warning[] {
  if (generator.valid) return [];
  const message = `the generator was the limit, so these figures say nothing of the target: ${generator.reasons.join(' ')}`;
  return [{ code: 'generator-limit', message }];
}

/** In an open loop a thread that cannot keep up is late, which is looked at; in a closed one nothing else tells. */
function busyThread({ generator, tallies, busiestThreadFraction }: LoadOutcome): Warning[] {
  const closed = tallies.some(({ loop, answered }) => loop === 'closed' && answered > 0);
  if (!closed || busiestThreadFraction <= CPU_FRACTION_MAX) return [];
  const who = generator.threads === 1 ? 'the only thread' : `a thread of ${generator.threads}`;
  return [
    {
      code: 'busy-thread',
      message: `${who} was at work for ${formatQuantity(busiestThreadFraction, 'fraction')} of the time: what it sent in a closed loop may have been limited by it rather than by the target; --threads spreads the work`,
    },
  ];
}

function wrongData({ integrity }: LoadOutcome): Warning[] {
  const { regions, bytesVerified } = integrity;
  if (regions === 0) return [];
  const where = regions === 1 ? 'one place' : `${regions} places`;
  const message = `the target gave wrong data in ${where} of ${formatQuantity(bytesVerified, 'bytes')} verified`;
  return [{ code: 'wrong-data', message }];
}

function endedEarly({ ending, elapsedSeconds }: LoadOutcome): Warning[] {
  const after = `after ${formatQuantity(elapsedSeconds, 'seconds')}`;
  switch (ending.kind) {
    case 'finished':
      return [];
    case 'interrupted':
      return [
        {
          code: 'interrupted',
          message: `the run was interrupted ${after}; figures are of the part that ran`,
        },
      ];
    case 'failed':
      return [
        {
          code: 'failed-run',
          message: `the run failed ${after}: ${ending.reason}; figures are of the part that ran`,
        },
      ];
    case 'guard':
      return [
        { code: 'guard', message: `the guard “${ending.guard}” stopped the run ${after}: ${ending.reason}` },
      ];
  }
}

function failures({ tallies }: LoadOutcome): Warning[] {
  const failed = sum(tallies, failedOf);
  if (failed === 0) return [];
  const codes = new Map<string, number>();
  for (const tally of tallies) {
    for (const [code, count] of Object.entries(tally.failed)) codes.set(code, (codes.get(code) ?? 0) + count);
  }
  const each = [...codes]
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one)
    .map(([code, count]) => `${code} ${count}`);
  const offered = sum(tallies, (tally) => tally.offered);
  return [
    {
      code: 'failed-operations',
      message: `${failed} of ${offered} operations were given up (${each.join(', ')}); they count as slower than any limit`,
    },
  ];
}

function unsent({ tallies }: LoadOutcome): Warning[] {
  const due = tallies.filter(({ loop }) => loop === 'open');
  const late = sum(due, ({ offered, sent }) => Math.max(0, offered - sent));
  if (late === 0) return [];
  return [
    {
      code: 'unsent-operations',
      message: `${late} of ${sum(due, ({ offered }) => offered)} operations that came due at times of their own were not sent before the run ended`,
    },
  ];
}

function unfinished({ work }: LoadOutcome): Warning[] {
  return work
    .map((each) => ({ ...each, blocked: each.blocked ?? 0 }))
    .filter(({ arrived, finished, blocked }) => finished + blocked < arrived)
    .map(({ stage, arrived, finished, blocked }) => ({
      code: 'unfinished-work',
      message: `${stage}: ${arrived - finished - blocked} of ${arrived} units of work were unfinished when the run ended`,
    }));
}

function blockedWork({ work }: LoadOutcome): Warning[] {
  return work.flatMap(({ stage, arrived, blocked = 0 }) =>
    blocked === 0
      ? []
      : [
          {
            code: 'blocked-work',
            message: `${stage}: ${blocked} of ${arrived} units of work never started, because work that they depend on failed`,
          },
        ],
  );
}

function otherTerms({ speed, scale }: LoadOutcome): Warning[] {
  const warnings: Warning[] = [];
  if (speed !== 1) {
    warnings.push({
      code: 'speed',
      message: `waiting and computing ran ${speed} times as fast as in the scenario: the target was asked that much more at once, and durations of work are not those of the scenario`,
    });
  }
  if (scale !== 1) {
    warnings.push({
      code: 'scale',
      message: `${formatQuantity(scale, 'fraction')} of the scenario’s actors took part: objectives are judged at that load`,
    });
  }
  return warnings;
}

function otherStorage(standsFor: StandsFor | undefined): Warning[] {
  if (standsFor === undefined || standsFor.leftOut.length === 0) return [];
  return [{ code: 'other-storage', message: stoodForText(standsFor) }];
}
