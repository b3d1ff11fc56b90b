/** Text with terminal colours as an SVG picture of a terminal window. */

const COLUMN = 8.4;
const LINE = 19;
const MARGIN = 20;
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
    `<title>${escaped(lines.find((line) => line !== '') ?? '')}</title>`,
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

/** Each word-like stretch is placed on its column, so that columns stay aligned in any monospaced font. */
function spans(line: string): string {
  const parts = line.split(new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`));
  let column = 0;
  let ink = '';
  return parts
    .map((part, index) => {
      if (index % 2 === 1) {
        ink = INK[part] ?? '';
        return '';
      }
      return part.replace(/ *[^ ]+(?: [^ ]+)*/g, (stretch) => {
        const x = MARGIN + (column + stretch.length - stretch.trimStart().length) * COLUMN;
        column += stretch.length;
        return `<tspan x="${x.toFixed(1)}"${ink === '' ? '' : ` ${ink}`}>${escaped(stretch.trimStart())}</tspan>`;
      });
    })
    .join('')
    .trim();
}

function escaped(text: string): string {
  return text
    .replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
