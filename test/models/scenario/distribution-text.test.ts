import { describe, expect, it } from 'vitest';
import { constant } from '../../../models/distributions/constant.ts';
import { empirical } from '../../../models/distributions/empirical.ts';
import { exponential } from '../../../models/distributions/exponential.ts';
import { erlang, gamma } from '../../../models/distributions/gamma.ts';
import { lognormal, lognormalByMeanAndP95 } from '../../../models/distributions/lognormal.ts';
import { mixture } from '../../../models/distributions/mixture.ts';
import { pareto } from '../../../models/distributions/pareto.ts';
import { uniform } from '../../../models/distributions/uniform.ts';
import { weibull } from '../../../models/distributions/weibull.ts';
import { mistakesIn, RENDER, studioOf, studioText } from './studio-text.ts';

const withTime = (time: string) =>
  studioText({ stages: RENDER.replace('time: 20min', `time: ${time}`), tail: '' });

describe('a duration that varies', () => {
  it.each([
    ['20min', constant(1200)],
    ['{ uniform: [10min, 1h] }', uniform(600, 3600)],
    ['{ exponential: { mean: 20min } }', exponential(1200)],
    ['{ gamma: { mean: 20min, shape: 4 } }', gamma(4, 300)],
    ['{ erlang: { mean: 20min, stages: 3 } }', erlang(3, 1200)],
    ['{ lognormal: { median: 32min, sigma: 0.46 } }', lognormal(1920, 0.46)],
    ['{ lognormal: { mean: 36min, p95: 68min } }', lognormalByMeanAndP95(2160, 4080)],
    ['{ weibull: { scale: 30min, shape: 1.5 } }', weibull(1.5, 1800)],
    ['{ pareto: { minimum: 5min, maximum: 10h, shape: 1.2 } }', pareto(300, 36_000, 1.2)],
    [
      '{ quantiles: [[0, 1min], [0.5, 20min], [99%, 3h]] }',
      empirical([
        [0, 60],
        [0.5, 1200],
        [0.99, 10_800],
      ]),
    ],
    [
      '{ mixture: [{ weight: 3, of: 20min }, { weight: 1, of: { exponential: { mean: 2h } } }] }',
      mixture([
        { weight: 3, distribution: constant(1200) },
        { weight: 1, distribution: exponential(7200) },
      ]),
    ],
  ])('%s', (text, distribution) => {
    const [stage] = studioOf(withTime(text)).stages;
    expect(stage).toMatchObject({ computeSeconds: distribution });
  });

  it.each([
    ['{ exponential: { mean: 0s } }', 'HR305'],
    ['{ uniform: [1h, 1h] }', 'HR307'],
    ['{ lognormal: { median: 20min } }', 'HR208'],
    ['{ lognormal: { median: 20min, sigma: 40 } }', 'HR307'],
    ['{ weibull: { scale: 20min, shape: 0.001 } }', 'HR307'],
    ['{ erlang: { mean: 20min, stages: 2.5 } }', 'HR306'],
    ['{ quantiles: [[0.5, 20min], [1.5, 1h]] }', 'HR305'],
    ['{ mixture: [{ weight: 1, of: { uniform: [2h, 1h] } }] }', 'HR307'],
    ['{ exponential: 20min }', 'HR203'],
    ['0s', 'HR305'],
    ['1e300h', 'HR305'],
  ])('%s is refused as %s', (text, code) => {
    expect(mistakesIn(withTime(text)).map((mistake) => mistake.split(' ')[0])).toEqual([code]);
  });
});
