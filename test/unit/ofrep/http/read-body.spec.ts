import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { OfrepRequest } from '../../../../lib/ofrep/http/ofrep-request.js';
import { readBody } from '../../../../lib/ofrep/http/read-body.js';

interface Sent {
  readonly body?: unknown;
  readonly stream?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function request({ body, stream = '', headers = {} }: Sent): OfrepRequest {
  const raw = Object.assign(Readable.from(stream === '' ? [] : [Buffer.from(stream)]), {
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { raw, body } as unknown as OfrepRequest;
}

const data = { context: { targetingKey: 'ada' } };
const text = JSON.stringify(data);

describe('The body of a request', () => {
  it.each<[string, Sent]>([
    ['an object that a parser has read', { body: data }],
    ['a text', { body: text }],
    ['bytes', { body: Buffer.from(text) }],
    ['a stream that no parser has read', { stream: text }],
  ])('is read from %s', async (_what, sent) => {
    expect(await readBody(request(sent), 1024)).toStrictEqual(data);
  });

  it.each(['application/json', 'APPLICATION/JSON; charset=utf-8', 'application/vnd.shop+json'])(
    'may have the type %s',
    async (type) => {
      expect(await readBody(request({ body: data, headers: { 'content-type': type } }), 1024)).toStrictEqual(data);
    },
  );

  it.each(['', 'text/plain', 'text/json', 'application/jsonp', 'application/json-patch'])(
    'must not have the type "%s"',
    async (type) => {
      const sent = request({ body: data, headers: { 'content-type': type } });
      await expect(readBody(sent, 1024)).rejects.toMatchObject({ status: 415, errorCode: 'PARSE_ERROR' });
    },
  );

  const large = { context: { note: 'a'.repeat(1024) } };
  it.each<[string, Sent]>([
    ['by its declared length', { body: {}, headers: { 'content-length': '1025' } }],
    ['as an object of unknown length', { body: large }],
    ['as an object that was compressed', { body: large, headers: { 'content-length': '9', 'content-encoding': 'br' } }],
    ['as a text', { body: JSON.stringify(large) }],
    ['as a stream', { stream: JSON.stringify(large) }],
  ])('is rejected if it is too large %s', async (_how, sent) => {
    await expect(readBody(request(sent), 1024)).rejects.toMatchObject({ status: 413, errorCode: 'PARSE_ERROR' });
  });

  it('is rejected if it has too many levels to be measured', async () => {
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    const sent = request({ body: { context: { targetingKey: 'ada', deep } } });
    await expect(readBody(sent, 65_536)).rejects.toMatchObject({ status: 400, errorCode: 'INVALID_CONTEXT' });
  });

  it.each<Sent>([{ body: '{' }, { body: '' }, { body: [] }, { body: null }, { body: 7 }, { stream: '[]' }, {}])(
    'is rejected as %j',
    async (sent) => {
      await expect(readBody(request(sent), 1024)).rejects.toMatchObject({ status: 400, errorCode: 'PARSE_ERROR' });
    },
  );
});
