import { TargetError } from '../target.ts';
import { malformedAnswer } from './http/message.ts';
import { childText, parseXml, type XmlElement, XmlError } from './xml.ts';

/** One page of a listing. */
export interface Listing {
  readonly objects: readonly ListedObject[];
  /** Prefixes that end with the delimiter: what would be directories. */
  readonly prefixes: readonly string[];
  /** Names the next page; undefined on the last. */
  readonly continuation: string | undefined;
}

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/**
 * Reads the answer to a ListObjectsV2 request.
 *
 * @throws TargetError 'protocol'
 */
export function parseListing(text: string): Listing {
  const root = documentNamed(text, 'ListBucketResult');
  const decode = childText(root, 'EncodingType') === 'url' ? decodeName : (name: string) => name;
  const objects = root.children
    .filter(({ name }) => name === 'Contents')
    .map((element) => ({ key: decode(required(element, 'Key')), bytes: lengthOf(element) }));
  const prefixes = root.children
    .filter(({ name }) => name === 'CommonPrefixes')
    .map((element) => decode(required(element, 'Prefix')));
  const truncated = childText(root, 'IsTruncated') === 'true';
  const continuation = truncated ? required(root, 'NextContinuationToken') : undefined;
  if (continuation === '') throw malformedAnswer('a page of a listing does not name the next');
  return { objects, prefixes, continuation };
}

/** One page of the uploads that were begun and neither completed nor aborted. */
export interface UploadListing {
  readonly uploads: readonly { readonly key: string; readonly uploadId: string }[];
  /** Name the next page; undefined on the last. */
  readonly continuation: { readonly key: string; readonly uploadId: string } | undefined;
}

/**
 * Reads the answer to a ListMultipartUploads request. A server that does not know the request may list objects instead.
 *
 * @throws TargetError 'protocol', or 'unsupported'
 */
export function parseUploadListing(text: string): UploadListing {
  if (/^\s*(<\?[^>]*>\s*)?<ListBucketResult[\s/>]/.test(text)) {
    throw new TargetError('unsupported', 'the server does not list uploads', { retryable: false });
  }
  const root = documentNamed(text, 'ListMultipartUploadsResult');
  const decode = childText(root, 'EncodingType') === 'url' ? decodeName : (name: string) => name;
  const uploads = root.children
    .filter(({ name }) => name === 'Upload')
    .map((element) => ({ key: decode(required(element, 'Key')), uploadId: required(element, 'UploadId') }));
  if (childText(root, 'IsTruncated') !== 'true') return { uploads, continuation: undefined };
  const key = decode(required(root, 'NextKeyMarker'));
  if (key === '') throw malformedAnswer('a page of a listing does not name the next');
  return { uploads, continuation: { key, uploadId: required(root, 'NextUploadIdMarker') } };
}

/** The root of an XML answer, which must have that name. @throws TargetError 'protocol' */
export function documentNamed(text: string, name: string): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(text.trimStart());
  } catch (error) {
    if (error instanceof XmlError) throw malformedAnswer(`it is not XML: ${error.message}`);
    throw error;
  }
  if (root.name !== name) throw malformedAnswer(`it is not a ${name}`);
  return root;
}

export function required(element: XmlElement, name: string): string {
  const text = childText(element, name);
  if (text === undefined) throw malformedAnswer(`${element.name} has no ${name}`);
  return text;
}

function lengthOf(element: XmlElement): number {
  const text = required(element, 'Size');
  if (!/^[0-9]{1,15}$/.test(text)) throw malformedAnswer('the size of an object is not a number');
  return Number(text);
}

/** Servers encode names as forms do: a plus sign is a space. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    throw malformedAnswer('a name is not well percent-encoded');
  }
}
