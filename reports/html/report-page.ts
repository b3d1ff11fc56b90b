/** The frame that reports share: what the page is about, the verdict, a list of the sections, the sections themselves. */

import type { SectionRegistry } from '../section-registry.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import type { ReportSection } from './report-section.ts';

export interface ReportPage<Subject> {
  /** The title of the window. */
  readonly title: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** "capacity report" */
  readonly kind: string;
  readonly name: string;
  /** Below the name; null for nothing. */
  readonly subtitle: string | null;
  readonly verdict: Html;
  readonly sections: SectionRegistry<ReportSection<Subject>>;
  readonly subject: Subject;
  /** Behind "Made by headroom 0.1.0": " from studio.yaml". */
  readonly origin: string;
}

/** Returns the whole document. Sections with nothing to show are left out. */
export function reportPage<Subject>({
  title,
  tool,
  kind,
  name,
  subtitle,
  verdict,
  sections,
  subject,
  origin,
}: ReportPage<Subject>): string {
  const present = sections.all.flatMap((section) => {
    const content = section.render(subject);
    return content.markup === '' ? [] : [{ id: section.id, title: section.title(subject), content }];
  });
  const below = subtitle === null ? null : html`<p class="subtitle">${subtitle}</p>\n`;
  return page({
    title,
    generator: `${tool.name} ${tool.version}`,
    body: html`<header>
<p class="eyebrow">Headroom · ${kind}</p>
<h1>${name}</h1>
${below}</header>
<main>
${verdict}
<nav aria-label="Sections"><ul>${present.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>
${present.map(({ content }) => html`${content}\n`)}
</main>
<footer>Made by ${tool.name} ${tool.version}${origin}.</footer>`,
  });
}
