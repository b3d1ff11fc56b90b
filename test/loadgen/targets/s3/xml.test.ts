import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  childText,
  escapeXml,
  parseXml,
  type XmlElement,
  XmlError,
} from '../../../../loadgen/targets/s3/xml.ts';

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,10}$/);
const text = fc.string({ unit: 'grapheme' }).filter((each) => !/[\r\0]/.test(each));

const tree = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 4 },
    fc.record({ name, text, children: fc.constant([]) }),
    fc.record({ name, text, children: fc.array(tie('element'), { maxLength: 4 }) }),
  ),
})).element;

function write({ name: tag, text: inside, children }: XmlElement): string {
  return `<${tag} xmlns="http://s3.amazonaws.com/doc/">${escapeXml(inside)}${children.map(write).join('')}</${tag}>`;
}

describe('XML', () => {
  test('that was written is read again', () => {
    fc.assert(
      fc.property(tree, (element) => {
        expect(parseXml(`<?xml version="1.0"?>${write(element)}`)).toEqual(element);
      }),
    );
  });

  test('is elements, entities, comments and character data', () => {
    const root = parseXml('<!-- c --><s3:A><B/><C>a&lt;&amp;&#x41;&#66;<![CDATA[<&]]></C></s3:A>');
    expect(root.name).toBe('A');
    expect(childText(root, 'B')).toBe('');
    expect(childText(root, 'C')).toBe('a<&AB<&');
    expect(childText(root, 'D')).toBeUndefined();
  });

  test.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an entity of its own', '<a>&b;</a>'],
    ['a name of every object as an entity', '<a>&constructor;</a>'],
    ['a character that is none', '<a>&#x110000;</a>'],
    ['an ampersand alone', '<a>a & b</a>'],
    ['no element', 'hello'],
    ['nothing', ''],
    ['two elements', '<a/><b/>'],
    ['text after its end', '<a/>b'],
    ['an end within a tag', '<a><b'],
    ['an end within a comment', '<a><!-- </a>'],
    ['an end too early', '<a><b></b>'],
    ['crossed tags', '<a><b></a></b>'],
    ['a closing tag too many', '<a></a></b>'],
    ['an element without a name', '<a>< ></a>'],
    ['elements nested without bound', '<a>'.repeat(100_000)],
    ['elements without bound', `<a>${'<b/>'.repeat(100_001)}</a>`],
  ])('with %s is refused', (_, document) => {
    expect(() => parseXml(document)).toThrow(XmlError);
  });

  test('of any kind is read or refused, never anything else', () => {
    const pieces = ['<a>', '</a>', '<b/>', '&', ';', '#x', '<!--', '-->', '<![CDATA[', ']]>', '<?', 'z'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (some) => {
        expect(['element', 'refusal']).toContain(outcome(some.join('')));
      }),
      { numRuns: 2000 },
    );
  });
});

function outcome(document: string): string {
  try {
    parseXml(document);
    return 'element';
  } catch (error) {
    return error instanceof XmlError ? 'refusal' : String(error);
  }
}
