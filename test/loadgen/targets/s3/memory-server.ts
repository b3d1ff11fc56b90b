/** A small S3 server on loopback that keeps objects in memory, and refuses what a test has it refuse. */

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What is asked: the request line's parts, its sub-resource among the parameters. */
export interface Asked {
  readonly method: string;
  readonly key: string;
  readonly parameters: URLSearchParams;
}

export interface Refusal {
  readonly status: number;
  /** Of the error; an answer without one has no body. */
  readonly code?: string;
  /** Instead of an error. */
  readonly body?: string;
}

export interface MemoryServer {
  readonly endpoint: string;
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Requests so far, as "GET uploads". */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export const NOT_IMPLEMENTED: Refusal = { status: 501, code: 'NotImplemented' };

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const etagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`;

/** Serves one bucket, whatever its name. `refuse` is asked first: null lets the request be served. */
export async function startMemoryServer(
  refuse: (asked: Asked) => Refusal | null = () => null,
): Promise<MemoryServer> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Buffer[]>();
  const asked: string[] = [];

  const serve = (request: IncomingMessage, body: Buffer, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
    const { searchParams: parameters } = url;
    const { method = '' } = request;
    const send = (status: number, text: string | Buffer = '', headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers });
      response.end(method === 'HEAD' ? undefined : text);
    };
    asked.push([method, ...[...parameters.keys()].filter((name) => name === 'uploads')].join(' '));
    const refusal = refuse({ method, key, parameters });
    if (refusal !== null) {
      const error = refusal.code === undefined ? '' : `<Error><Code>${refusal.code}</Code></Error>`;
      return send(refusal.status, refusal.body ?? error);
    }
    const uploadId = parameters.get('uploadId');
    if (parameters.has('uploads')) {
      if (method === 'GET') return send(200, '<ListMultipartUploadsResult></ListMultipartUploadsResult>');
      const id = `upload-${asked.length}`;
      uploads.set(id, []);
      const named = `<UploadId>${id}</UploadId>`;
      return send(200, `<InitiateMultipartUploadResult>${named}</InitiateMultipartUploadResult>`);
    }
    if (uploadId !== null) {
      const parts = uploads.get(uploadId);
      if (parts === undefined) return send(404, '<Error><Code>NoSuchUpload</Code></Error>');
      if (method === 'PUT') {
        parts[Number(parameters.get('partNumber')) - 1] = body;
        return send(200, '', { etag: etagOf(body) });
      }
      uploads.delete(uploadId);
      if (method === 'DELETE') return send(204);
      objects.set(key, Buffer.concat(parts));
      return send(200, '<CompleteMultipartUploadResult/>');
    }
    const copied = request.headers['x-amz-copy-source'];
    if (method === 'PUT' && copied !== undefined) {
      const source = objects.get(decodeURIComponent(String(copied)).split('/').slice(2).join('/'));
      if (source === undefined) return send(404, '<Error><Code>NoSuchKey</Code></Error>');
      objects.set(key, source);
      return send(200, '<CopyObjectResult/>');
    }
    if (method === 'PUT') {
      objects.set(key, body);
      return send(200, '', { etag: etagOf(body) });
    }
    if (method === 'DELETE') {
      objects.delete(key);
      return send(204);
    }
    if (key === '') return send(200, listing(objects, parameters));
    const object = objects.get(key);
    if (object === undefined) return send(404, '<Error><Code>NoSuchKey</Code></Error>');
    const about = { etag: etagOf(object), 'last-modified': new Date(0).toUTCString() };
    if (method === 'HEAD') return send(200, object, about);
    const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
    const [first, last] = [Number(range?.[1] ?? 0), Number(range?.[2] ?? object.length - 1)];
    if (first >= object.length) return send(416);
    const part = object.subarray(first, last + 1);
    const where = `bytes ${first}-${first + part.length - 1}/${object.length}`;
    return send(206, part, { ...about, 'content-range': where });
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => serve(request, Buffer.concat(chunks), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    objects,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listing(objects: ReadonlyMap<string, Buffer>, parameters: URLSearchParams): string {
  const prefix = parameters.get('prefix') ?? '';
  const delimiter = parameters.get('delimiter');
  const most = Number(parameters.get('max-keys') ?? 1000);
  const contents: string[] = [];
  const prefixes = new Set<string>();
  for (const key of [...objects.keys()].toSorted()) {
    if (!key.startsWith(prefix) || contents.length >= most) continue;
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
    if (end >= 0) prefixes.add(key.slice(0, end + 1));
    else
      contents.push(
        `<Contents><Key>${escaped(key)}</Key><Size>${objects.get(key)!.length}</Size></Contents>`,
      );
  }
  const common = [...prefixes].map(
    (each) => `<CommonPrefixes><Prefix>${escaped(each)}</Prefix></CommonPrefixes>`,
  );
  return `<ListBucketResult>${contents.join('')}${common.join('')}</ListBucketResult>`;
}
