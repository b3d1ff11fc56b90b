/** Strings that a scenario may hold and that no report may be fooled by, and documents with one in every text field. */

import { OPERATION_KINDS } from '../../models/operations.ts';
import { TIME_KINDS } from '../../models/time-part.ts';

/** Attempts to run a script, or to leave the place a text is put in. Each would set window.PWNED. */
export const XSS_STRINGS: readonly string[] = [
  '<script>window.PWNED=1</script>',
  '"><script>window.PWNED=1</script>',
  "'><script>window.PWNED=1</script>",
  '</script><script>window.PWNED=1</script>',
  '</title><script>window.PWNED=1</script>',
  '</style><script>window.PWNED=1</script>',
  '</textarea><script>window.PWNED=1</script>',
  '</code></pre><script>window.PWNED=1</script>',
  '</svg><script>window.PWNED=1</script>',
  '</table><script>window.PWNED=1</script>',
  '--><script>window.PWNED=1</script>',
  ']]><script>window.PWNED=1</script>',
  '<scr<script>ipt>window.PWNED=1</scr</script>ipt>',
  '<ScRiPt>window.PWNED=1</sCrIpT>',
  '<img src=x onerror=window.PWNED=1>',
  '"><img src=x onerror=window.PWNED=1>',
  "' onerror='window.PWNED=1",
  '" onmouseover="window.PWNED=1',
  '` onmouseover=`window.PWNED=1',
  '" autofocus onfocus="window.PWNED=1',
  ' onload=window.PWNED=1 ',
  '<svg onload=window.PWNED=1>',
  '<svg><script>window.PWNED=1</script></svg>',
  '<svg><animate onbegin=window.PWNED=1 attributeName=x dur=1s>',
  '<svg><a xlink:href="javascript:window.PWNED=1"><text>x</text></a></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=window.PWNED=1>',
  '<iframe srcdoc="<script>parent.PWNED=1</script>">',
  '<iframe src="javascript:parent.PWNED=1">',
  '<object data="javascript:window.PWNED=1">',
  '<embed src="javascript:window.PWNED=1">',
  '<a href="javascript:window.PWNED=1">x</a>',
  'javascript:window.PWNED=1',
  'data:text/html,<script>window.PWNED=1</script>',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<form action="https://evil.example/"><input autofocus onfocus=window.PWNED=1>',
  '<details open ontoggle=window.PWNED=1>',
  '<video><source onerror=window.PWNED=1>',
  '<style>@import "https://evil.example/x.css";*{background:url(https://evil.example/y)}</style>',
  '<body onload=window.PWNED=1>',
  '&lt;script&gt;window.PWNED=1&lt;/script&gt;',
  '&#60;script&#62;window.PWNED=1&#60;/script&#62;',
  '\u003cscript\u003ewindow.PWNED=1\u003c/script\u003e',
  '<img src=x\u0000 onerror=window.PWNED=1>',
  '${window.PWNED=1}',
  '{{constructor.constructor("window.PWNED=1")()}}',
];

/** Names that would upset a terminal, a layout or a spreadsheet. */
export const AWKWARD_STRINGS: readonly string[] = [
  '\u001b[2J\u001b[H\u001b[31mall is well\u001b[0m',
  '\u001b]0;title\u0007\u009b31m',
  'line\r\nbreak\ttab\u0000null\u0007bell\u0008\u007f',
  'safe\u202etxt.exe\u2066\u200f',
  'x'.repeat(200),
  'a long name of many words '.repeat(8),
  'مشروع الفيلم الطويل',
  'סרט ארוך',
  '長編アニメーション映画',
  '🎬👩‍🚀🏴󠁧󠁢󠁥󠁮󠁧󠁿 crunch',
  '\ud800 lone half',
  '=HYPERLINK("https://evil.example","x")',
  '+1+cmd|calc!A0',
  '-2+3',
  '@SUM(A1)',
  '',
  ' ',
  '__proto__',
  'constructor',
];

/** Fields whose text is one of a fixed set of ours, and therefore never from outside. */
const FIXED_FIELDS = new Set([
  'loop',
  'finding',
  'unit',
  'capacityUnit',
  'comparison',
  'certainty',
  'grade',
  'group',
  'verdict',
  'outcome',
  'document',
]);
const FIXED_KINDS: ReadonlySet<string> = new Set([
  ...OPERATION_KINDS,
  ...TIME_KINDS,
  'load',
  'finished',
  'interrupted',
  'guard',
  'posix',
  'nfs',
  's3',
  'storage-data',
  'storage-metadata',
  'link',
  'farm',
  'objective',
  'policy',
  'metric',
  'target',
  'generator',
  'maximum',
]);

/** The same document with `text` in every text field, and as a key of every record of stages. */
export function withText<T>(document: T, text: string): T {
  return JSON.parse(JSON.stringify(document), (field: string, value: unknown) => {
    if (field === 'lostSecondsByStage' && typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.values(value).map((lost, index) => [index === 0 ? text : `${text} ${index}`, lost]),
      );
    }
    const ours =
      FIXED_FIELDS.has(field) || (field === 'kind' && typeof value === 'string' && FIXED_KINDS.has(value));
    return typeof value === 'string' && !ours ? text : value;
  });
}
