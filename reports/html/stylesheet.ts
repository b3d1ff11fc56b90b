/** The look of every report: one stylesheet, light and dark, on paper always light. No images, no web fonts. */

const LIGHT = `
  --paper: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --muted: #59626d; --line: #d8dde3;
  --good: #0a6b4b; --bad: #b3211b; --unsure: #855300; --link: #1559a6; --limit: #b3211b;
  --s1: #1f66b0; --s2: #c2570c; --s3: #0f7b5f; --s4: #8a4a9e; --s5: #7a6a00; --s6: #59626d;`;

const DARK = `
  --paper: #14171b; --raised: #1d2127; --ink: #e7eaee; --muted: #a3adb8; --line: #353c45;
  --good: #5fcf9f; --bad: #ff8f84; --unsure: #e9b657; --link: #84bbf5; --limit: #ff8f84;
  --s1: #79b3f2; --s2: #f3a05f; --s3: #5ccba6; --s4: #cfa0e0; --s5: #d6c356; --s6: #a3adb8;`;

export const STYLESHEET = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 2rem 4rem; max-width: 64rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, p, figure, dl, dd, ul { margin: 0; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 3.25rem 0 0.75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; line-height: 1.4; margin-top: 2rem; }
figcaption h3 { margin-top: 0; }
h2 + p { margin-bottom: 1rem; max-width: 44rem; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
pre {
  margin: 0.5rem 0 0; padding: 0.9rem 1rem; background: var(--raised); border-radius: 6px;
  white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; tab-size: 2;
}
ul { padding-left: 1.1rem; }
data { white-space: nowrap; }
.nowrap { white-space: nowrap; }
.muted { color: var(--muted); }
.small { font-size: 0.875rem; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.unsure { color: var(--unsure); }
.eyebrow { color: var(--muted); font-size: 0.875rem; margin-bottom: 0.35rem; }
.subtitle { color: var(--muted); margin-top: 0.35rem; }

nav { margin-top: 1.25rem; font-size: 0.9rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; list-style: none; padding: 0; }

.verdict { margin-top: 1.5rem; padding: 1.5rem 1.75rem 1.6rem; background: var(--raised); border-left: 6px solid currentColor; border-radius: 0 8px 8px 0; }
.verdict.good { color: var(--good); }
.verdict.bad { color: var(--bad); }
.verdict.unsure { color: var(--unsure); }
.verdict h2 { margin: 0; padding: 0; border: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: 0.01em; }
.verdict > *:not(h2) { color: var(--ink); }
.verdict .scroll { margin-top: 1.25rem; }
.verdict .summary { font-size: 1.15rem; margin: 0.35rem 0 0; max-width: none; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem 2rem; margin-top: 1.25rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
.facts dt { font-size: 0.8125rem; font-weight: 600; color: var(--muted); }
.facts dd { margin-top: 0.15rem; font-size: 0.95rem; }
.facts strong { display: block; }
.facts .care { grid-column: 1 / -1; }

.scroll { overflow-x: auto; margin-top: 0.75rem; }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding-bottom: 0.5rem; }
th, td { padding: 0.45rem 0.75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; color: var(--muted); vertical-align: bottom; overflow-wrap: break-word; max-width: 11rem; }
tbody th { font-weight: 500; min-width: 10.5rem; }
tbody.group th[scope="rowgroup"] { padding-top: 1.1rem; font-weight: 600; color: var(--muted); }
td { overflow-wrap: break-word; }
td.wide { min-width: 14rem; }
td code { overflow-wrap: anywhere; display: block; min-width: 10rem; }
td.number, th.number { text-align: right; }
td.number { white-space: nowrap; }
td.number .wraps { white-space: normal; }
td .note, th .note { display: block; color: var(--muted); font-size: 0.93em; font-weight: 400; }
.marked { display: block; position: relative; padding-left: 1.35em; }
.mark { position: absolute; left: 0; font-weight: 700; }
.inline .mark { position: static; }
td .note.good { color: var(--good); }
td .note.bad { color: var(--bad); }
td .note.unsure { color: var(--unsure); }
.badge { display: inline-block; padding: 0 0.45em; border: 1px solid currentColor; border-radius: 4px; font-size: 0.93em; white-space: nowrap; }

figure { margin-top: 2rem; }
h2 + p + figure { margin-top: 1.25rem; }
figcaption .takeaway { margin-top: 0.1rem; max-width: 50rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.25rem; list-style: none; padding: 0; margin-top: 0.6rem; font-size: 0.875rem; color: var(--muted); }
.legend svg { vertical-align: -0.05em; margin-right: 0.45em; }
.drawing { margin-top: 0.5rem; }
.drawing svg { display: block; max-width: 100%; height: auto; font-size: 13px; font-family: inherit; }
.drawing.narrow { display: none; }
.multiples { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 0 2.5rem; }
details { margin-top: 0.6rem; font-size: 0.875rem; }
summary { cursor: pointer; color: var(--link); }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.download { margin-top: 0.6rem; font-size: 0.875rem; }
.legendnote { margin-top: 0.6rem; }

.inputs { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.5rem; margin-top: 0.75rem; font-size: 0.9rem; }
.inputs dt { color: var(--muted); }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.8125rem; }

@media screen and (min-width: 90rem) {
  body { max-width: 100rem; }
  figure:has(> .drawing):not(.multiples figure) { display: grid; grid-template-columns: minmax(0, 60rem) minmax(18rem, 1fr); grid-template-rows: auto auto 1fr; column-gap: 2.5rem; }
  figure:has(> .drawing):not(.multiples figure) > figcaption { grid-area: 1 / 2; }
  figure:has(> .drawing):not(.multiples figure) > .legend { grid-area: 2 / 2; align-content: start; }
  figure:has(> .drawing):not(.multiples figure) > .drawing { grid-area: 1 / 1 / 4 / 2; }
  figure:has(> .drawing):not(.multiples figure) > details { grid-area: 3 / 2; }
  figure:has(> .drawing):not(.multiples figure) > details[open] { grid-area: 4 / 1 / 5 / 3; }
}

@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  .verdict { padding: 1.1rem 1.1rem 1.2rem; }
  .drawing.wide { display: none; }
  .drawing.narrow { display: block; }
  .drawing.narrow svg, .drawing.small svg { width: 100%; }
  tbody th .note, td.text .note { display: none; }
  td.wide { min-width: 0; }
  th, td { padding: 0.45rem 0.4rem; }
  .inputs { grid-template-columns: 1fr; gap: 0; }
  .inputs dd { margin-bottom: 0.5rem; }
}

@page { size: A4; margin: 14mm 13mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav, .download, summary { display: none; }
  h2 { margin-top: 1.6rem; }
  h2, h3, figcaption, caption, .legend { break-after: avoid; }
  tbody:first-of-type tr:first-child { break-before: avoid; }
  tbody.group tr:first-child { break-after: avoid; }
  figure { margin-top: 1.2rem; }
  figcaption, .legend, .drawing, tr, .facts > div, .verdict:not(:has(table)) { break-inside: avoid; }
  .multiples { display: block; orphans: 1; widows: 1; }
  .multiples figure { display: inline-block; width: 48%; margin-right: 1.5%; vertical-align: top; }
  td.wide { min-width: 9rem; }
  .verdict { padding: 1rem 1.1rem; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding: 0.2rem 0.35rem; }
  tbody th { min-width: 6.5rem; }
  .verdict { border: 1px solid var(--line); border-left: 6px solid currentColor; print-color-adjust: exact; }
  details { content-visibility: visible; }
  details::details-content { content-visibility: visible; display: block; height: auto; opacity: 1; }
  a { color: inherit; text-decoration: none; }
}
`;
