/**
 * The frame of a report: one self-contained file that asks the network for nothing and runs no script. The content
 * security policy allows exactly the one stylesheet, by its hash.
 */

import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';
import { STYLESHEET } from './stylesheet.ts';

export interface Page {
  readonly title: string;
  /** Program that made the file, for its metadata: "headroom 0.1.0". */
  readonly generator: string;
  readonly body: Html;
}

const STYLE_HASH = createHash('sha256').update(STYLESHEET).digest('base64');

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The whole document. */
export function page({ title, generator, body }: Page): string {
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${generator}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Html(STYLESHEET)}</style>
</head>
<body>
${body}
</body>
</html>`.markup
  }\n`;
}
