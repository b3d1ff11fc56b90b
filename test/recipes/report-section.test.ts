/** The recipe for a report section in ARCHITECTURE.md, followed from outside: a section of its own, and one call that registers it. */

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { html } from '../../reports/html/html.ts';
import { LOAD_SECTIONS, loadReport } from '../../reports/html/load-report.ts';
import type { ReportSection } from '../../reports/html/report-section.ts';
import type { ResultSubject } from '../../reports/html/result-subject.ts';
import { SIMULATION_SECTIONS, simulationReport } from '../../reports/html/simulation-report.ts';
import { featureDay } from '../reports/feature-day.ts';
import { calm } from '../reports/measured-run.ts';

/** The energy that a studio's resources take, where it has any. */
const ENERGY_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'energy',
  title: ({ result }) => `Energy of ${result.resources.length}`,
  render({ result }) {
    if (result.resources.length === 0) return html``;
    return html`<section aria-labelledby="energy">
<h2 id="energy">Energy</h2>
<p>${result.resources.map(({ name }) => name).join(' & ')}</p>
</section>`;
  },
};

const PROVENANCE = { command: 'headroom simulate feature-crunch.yaml' };
const simulated = () => simulationReport(featureDay(), PROVENANCE);
const RESOURCES = featureDay().resources;

/** Ids of the headings to which the list at the top leads, and of those that sections have, in their order on the page. */
function idsOf(report: string): { readonly listed: readonly string[]; readonly there: readonly string[] } {
  const all = (pattern: RegExp) => [...report.matchAll(pattern)].map(([, id = '']) => id);
  const there = all(/<section aria-labelledby="([\w-]+)">/g);
  return { listed: all(/<li><a href="#([\w-]+)">/g), there };
}

test('without the call, no report has it', () => {
  expect(RESOURCES.length).toBeGreaterThan(0);
  // A day without faults and caches has no sections on them.
  const shown = SIMULATION_SECTIONS.all
    .map(({ id }) => id)
    .filter((id) => id !== 'faults' && id !== 'caches');
  expect(idsOf(simulated()).listed).toEqual(shown);
  expect(simulated()).not.toContain('Energy');
});

describe('a report section from outside, registered by one call,', () => {
  const before = simulated();
  let withdraw: () => void;
  beforeAll(() => {
    withdraw = SIMULATION_SECTIONS.register(ENERGY_SECTION, 'stages');
  });
  afterAll(() => withdraw());

  it('is registered once, in front of a section that is there', () => {
    expect(() => SIMULATION_SECTIONS.register(ENERGY_SECTION)).toThrow('there already is a section "energy"');
    expect(() => SIMULATION_SECTIONS.register({ ...ENERGY_SECTION, id: 'heat' }, 'cold')).toThrow(
      'there is no section "cold"',
    );
  });

  it('is in the list and on the page, in its place', () => {
    const { listed, there } = idsOf(simulated());
    expect(listed).toEqual(there);
    expect(listed[listed.indexOf('energy') + 1]).toBe('stages');
    expect(simulated()).toContain(`<a href="#energy">Energy of ${RESOURCES.length}</a>`);
    expect(simulated()).toContain(`${RESOURCES[0]?.name} &amp; ${RESOURCES[1]?.name}`);
  });

  it('is left out where it has nothing to show', () => {
    const report = simulationReport({ ...featureDay(), resources: [] }, PROVENANCE);
    expect(idsOf(report).listed).not.toContain('energy');
    expect(report).not.toContain('Energy');
  });

  it('is in other reports where they register it too', () => {
    const run = calm();
    const report = () => loadReport({ ...run, resources: RESOURCES }, run.load!, PROVENANCE);
    expect(report()).not.toContain('Energy');
    const takeBack = LOAD_SECTIONS.register(ENERGY_SECTION);
    expect(idsOf(report()).listed.at(-1)).toBe('energy');
    takeBack();
    expect(report()).not.toContain('Energy');
  });

  it('leaves the page as it was when it is taken away', () => {
    withdraw();
    withdraw();
    expect(simulated()).toBe(before);
  });
});
