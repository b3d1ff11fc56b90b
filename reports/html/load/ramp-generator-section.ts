import type { RampResult } from '../../../models/ramp-result.ts';
import { multipleText } from '../../ramp-figures.ts';
import { dataTable, quantity } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';

export const RAMP_GENERATOR_SECTION: ReportSection<RampResult> = {
  id: 'generator',
  title: () => 'The generator itself',
  render: rampGeneratorSection,
};

/** Whether the generator was in the way, probe by probe. */
function rampGeneratorSection({ probes }: RampResult): Html {
  if (probes.length === 0) return html``;
  const columns = [
    { title: 'Times the load' },
    { title: 'Kept up' },
    { title: 'Sent late, p99', numeric: true },
    { title: 'Event loop late, p99', numeric: true },
    { title: 'CPU of the machine', numeric: true },
  ];
  const rows = probes.map(({ multiple, generator }) => [
    html`<data value="${multiple}">${multipleText(multiple)}</data>`,
    generator.valid ? 'yes' : html`<span class="unsure">no</span>`,
    quantity(generator.sendErrorSecondsP99, 'seconds'),
    quantity(generator.loopLagSecondsP99, 'seconds'),
    quantity(generator.cpuFraction, 'fraction'),
  ]);
  return html`<section aria-labelledby="generator">
<h2 id="generator">The generator itself</h2>
<p class="muted">A probe in which the generator did not keep up is taken for a limit of the target only where that cannot be to blame: operations failed, wrong data was read, or its lateness is a small part of the response times.</p>
${dataTable('What the generator saw of itself, probe by probe', columns, [{ rows }], true)}
</section>`;
}
