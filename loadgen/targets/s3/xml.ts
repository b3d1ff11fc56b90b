/**
 * Reads the XML that S3 servers answer with: elements and text. A document type is refused, as its entities may grow
 * without bound or read files. Depth and number of elements are bounded; the time is linear in the length.
 */

export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Text directly inside, entities resolved. */
  readonly text: string;
}

export class XmlError extends Error {
  override readonly name = 'XmlError';
}

const DEPTH_MAX = 16;
const ELEMENTS_MAX = 100_000;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME = /^[A-Za-z_][\w.:-]*/;

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/** @throws XmlError for text that is not one whole element */
export function parseXml(document: string): XmlElement {
  const root: OpenElement = { name: '', children: [], text: '' };
  const open = [root];
  let elements = 0;
  let at = 0;
  while (at < document.length) {
    const top = open.at(-1) ?? root;
    const tag = document.indexOf('<', at);
    const textEnd = tag < 0 ? document.length : tag;
    if (textEnd > at) top.text += unescapeXml(document.slice(at, textEnd));
    if (tag < 0) break;
    if (document.startsWith('<!--', tag)) {
      at = endOf(document, '-->', tag);
    } else if (document.startsWith('<![CDATA[', tag)) {
      at = endOf(document, ']]>', tag);
      top.text += document.slice(tag + 9, at - 3);
    } else if (document.startsWith('<?', tag)) {
      at = endOf(document, '?>', tag);
    } else if (document.startsWith('<!', tag)) {
      throw new XmlError('a document type is not accepted');
    } else {
      at = endOf(document, '>', tag);
      const inside = document.slice(tag + 1, at - 1);
      if (inside.startsWith('/')) {
        close(open, inside.slice(1).trimEnd());
        continue;
      }
      const name = NAME.exec(inside)?.[0];
      if (name === undefined) throw new XmlError('an element has no name');
      if (++elements > ELEMENTS_MAX) throw new XmlError('it has too many elements');
      if (open.length > DEPTH_MAX) throw new XmlError('it is nested too deeply');
      open.push({ name: withoutNamespace(name), children: [], text: '' });
      if (inside.endsWith('/')) close(open, name);
    }
  }
  const only = root.children[0];
  if (open.length !== 1 || only === undefined || root.children.length !== 1 || root.text.trim() !== '') {
    throw new XmlError('it is not one whole element');
  }
  return only;
}

/** Text of the first child of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** For text between tags. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function close(open: OpenElement[], name: string): void {
  const element = open.pop();
  const parent = open.at(-1);
  if (element === undefined || parent === undefined || element.name !== withoutNamespace(name)) {
    throw new XmlError('its elements are not closed in order');
  }
  parent.children.push(element);
}

function endOf(document: string, mark: string, from: number): number {
  const at = document.indexOf(mark, from);
  if (at < 0) throw new XmlError('it ends within a tag');
  return at + mark.length;
}

function withoutNamespace(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|\w{1,8});|&/g,
    (whole, entity: string | undefined) => {
      const character = entity === undefined ? undefined : characterOf(entity);
      if (character === undefined) throw new XmlError(`it has an unknown entity: ${JSON.stringify(whole)}`);
      return character;
    },
  );
}

function characterOf(entity: string): string | undefined {
  if (!entity.startsWith('#')) return Object.hasOwn(ENTITIES, entity) ? ENTITIES[entity] : undefined;
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
