/** Text with terminal colours as an SVG picture of a terminal window. */

const COLUMN = 8.4;
const LINE = 19;
const MARGIN = 20;
const COLOR = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`);
const INK: Readonly<Record<string, string>> = {
  1: 'font-weight="700"',
  2: 'fill="#8b949e"',
  31: 'fill="#ff7b72"',
  32: 'fill="#7ee787"',
  33: 'fill="#e3b341"',
  36: 'fill="#79c0ff"',
};

export function terminalPicture(text: string, columns: number): string {
  const lines = text.trimEnd().split('\n');
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(
      (lines[0] ?? '')
        .split(COLOR)
        .filter((_, index) => index % 2 === 0)
        .join(''),
    )}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">`,
    ...lines.map(
      (line, index) => `<text y="${MARGIN + 14 + index * LINE}" xml:space="preserve">${spans(line)}</text>`,
    ),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Each stretch without gaps is placed on its column, so that columns stay aligned in any monospaced font. */
function spans(line: string): string {
  let column = 0;
  let ink = '';
  let result = '';
  for (const [index, part] of line.split(COLOR).entries()) {
    if (index % 2 === 1) {
      ink = INK[part] ?? '';
      continue;
    }
    for (const { 0: stretch, index: start } of part.matchAll(/[^ ]+(?: [^ ]+)*/g)) {
      const x = (MARGIN + (column + start) * COLUMN).toFixed(1);
      result += `<tspan x="${x}"${ink === '' ? '' : ` ${ink}`}>${escaped(stretch)}</tspan>`;
    }
    column += part.length;
  }
  return result;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
