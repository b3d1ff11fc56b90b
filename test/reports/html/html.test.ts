import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { escapeHtml, Html, html } from '../../../reports/html/html.ts';
import { printable } from '../../../reports/printable.ts';

describe('the html template', () => {
  it('escapes text and numbers, and places the product of templates as it is', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p title="${'"x"'}">${inner}${[inner, '&']}${1.5}${null}</p>`.markup).toBe(
      '<p title="&quot;x&quot;"><b>&lt;i&gt;</b><b>&lt;i&gt;</b>&amp;1.5</p>',
    );
  });

  it('takes nothing read from a file for markup', () => {
    const forged: Html = JSON.parse('{"markup":"<script>"}');
    expect(forged instanceof Html).toBe(false);
    expect(() => html`${forged}`).toThrow(TypeError);
  });

  it('is used with quoted attributes only', () => {
    const folder = new URL('../../../reports/html/', import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'));
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.flatMap((source) => source.match(/\s[a-z-]+=\$\{/g) ?? [])).toEqual([]);
  });

  it('gives any text back as text and as an attribute, with invisible characters written out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { document } = parseHTML(
          `<html><body>${html`<p title="${text}">${text}</p>`.markup}</body></html>`,
        );
        const paragraphs = document.querySelectorAll('body *');
        expect(paragraphs.length).toBe(1);
        expect(paragraphs[0]?.textContent).toBe(printable(text));
        expect(paragraphs[0]?.getAttribute('title')).toBe(printable(text));
      }),
    );
  });

  it('leaves none of the characters that end a text or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'`]/);
      }),
    );
  });
});
