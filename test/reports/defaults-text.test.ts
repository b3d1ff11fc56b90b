import { describe, expect, test } from 'vitest';
import type { LoadOptions } from '../../models/scenario/load.ts';
import { defaultsText } from '../../reports/defaults-text.ts';
import { defaultTable } from '../../reports/html/evidence-section.ts';
import { storageSummary } from '../../sim/experiment/storage-summary.ts';
import { studioOf, studioText } from '../models/scenario/studio-text.ts';

const TEXT = studioText({
  storage: 'hot: { device: netapp-aff-a90, metadataRate: 4.8M ops/s }',
  tail: 'variants: { two: { storage.hot.nodes: 2, storage.hot.metadataRate: 1.2M ops/s } }',
});

function study(variant: string | null) {
  const options: LoadOptions = variant === null ? {} : { variant };
  const { defaults = [], storage } = studioOf(TEXT, options);
  return { variant, defaults, storage: storage.map(storageSummary) };
}

const OPTIONS = { color: false, width: 2000, ascii: false };

describe('what check prints of a valid scenario', () => {
  const text = defaultsText([study(null), study('two')], OPTIONS);
  const [asWritten = '', asVariant = ''] = text.split('\nNot stated in variant two');

  test('has every default with its value, and the size of a system with what a node is', () => {
    for (const { key, value } of study(null).defaults) {
      const [top = '', name = '', ...rest] = key.split('.');
      const line = asWritten
        .split('\n')
        .find((each) => each.startsWith(`  ${top === 'run' ? top : `${top}.${name}`} {`));
      expect(line).toContain(`${top === 'run' ? name : rest.join('.')}: ${value}`);
    }
    expect(asWritten).toContain('nodes: 8 (as published, not stated in the scenario; a node is: controller');
  });

  test('has of a variant only what differs', () => {
    expect(asVariant).toMatch(/storage\.hot \{ read: /);
    expect(asVariant).not.toContain('nodes: ');
    expect(asVariant).not.toContain('run {');
  });

  test('fits the width of a terminal', () => {
    const narrow = defaultsText([study(null)], { ...OPTIONS, width: 60 });
    for (const line of narrow.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });
});

test('the table of an HTML report has every default with its value and source', () => {
  const { defaults } = study(null);
  const markup = defaultTable(defaults)?.markup ?? '';
  for (const { key } of defaults) expect(markup).toContain(`<code>${key}</code>`);
  expect(markup.match(/<tr>/g)?.length).toBe(defaults.length + 1);
  expect(defaultTable([])).toBeNull();
});
