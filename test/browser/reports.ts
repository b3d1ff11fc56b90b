/** The reports that are looked at in a browser. */

import { comparisonReport } from '../../reports/html/comparison-report.ts';
import { rampReport } from '../../reports/html/ramp-report.ts';
import { resultReport } from '../../reports/html/result-report.ts';
import { simulationReport } from '../../reports/html/simulation-report.ts';
import { emptyResult, featureDay, shortDay, singleReplication, unobserved } from '../reports/feature-day.ts';
import { withText } from '../reports/hostile.ts';
import {
  calm,
  failover,
  invalidRun,
  nothingMeasured,
  stopped,
  unanswered,
  wrongData,
} from '../reports/measured-run.ts';
import { boundBy, steadyRamp } from '../reports/ramp-result.ts';
import { vendorComparison } from '../reports/vendor-comparison.ts';

const PROVENANCE = {
  command: 'headroom simulate scenarios/feature-crunch.yaml',
  scenarioText: 'headroom: 1\n',
};
const LONG_NAME = 'an uncommonly long name without end '.repeat(6);
const UNBROKEN_NAME = 'unbroken'.repeat(25);

export const DAY = simulationReport(featureDay(), PROVENANCE);
export const COMPARISON = comparisonReport(vendorComparison(), PROVENANCE);

const NINE = [
  ...vendorComparison().candidates,
  ...vendorComparison().candidates,
  vendorComparison().candidates[0]!,
];
export const NINE_CANDIDATES = comparisonReport(vendorComparison({ candidates: NINE }), PROVENANCE);

export const LOAD = resultReport(failover(), PROVENANCE);

export const REPORTS: readonly (readonly [name: string, report: string])[] = [
  ['a day', DAY],
  ['four candidates', COMPARISON],
  ['nine candidates', NINE_CANDIDATES],
  ['a single replication', simulationReport(singleReplication(), PROVENANCE)],
  ['nothing observed', simulationReport(unobserved(), PROVENANCE)],
  ['nothing at all', simulationReport(emptyResult(), PROVENANCE)],
  ['long names', simulationReport(withText(shortDay(), LONG_NAME), PROVENANCE)],
  ['unbroken names', simulationReport(withText(shortDay(), UNBROKEN_NAME), PROVENANCE)],
  ['names from right to left', simulationReport(withText(shortDay(), 'مشروع الفيلم الطويل'), PROVENANCE)],
  [
    'candidates with unbroken names',
    comparisonReport(withText(vendorComparison(), UNBROKEN_NAME), PROVENANCE),
  ],
  ['a load run', LOAD],
  ['a calm load run', resultReport(calm(), PROVENANCE)],
  ['an invalid load run', resultReport(invalidRun(), PROVENANCE)],
  ['a load run with wrong data', resultReport(wrongData(), PROVENANCE)],
  ['a load run that was stopped', resultReport(stopped(), PROVENANCE)],
  ['a load run without a measurement', resultReport(nothingMeasured(), PROVENANCE)],
  ['a load run of unbroken names', resultReport(withText(failover(), UNBROKEN_NAME), PROVENANCE)],
  ['a load run with work under way', resultReport(unanswered(), PROVENANCE)],
  ['a ramp', rampReport(steadyRamp())],
  ['a ramp of unbroken names', rampReport(withText(steadyRamp(), UNBROKEN_NAME))],
  ['a ramp that found nothing', rampReport(boundBy({ kind: 'generator', why: 'it was late' }, null))],
];
