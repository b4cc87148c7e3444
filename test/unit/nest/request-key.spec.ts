import { describe, expect, it } from '@jest/globals';
import { requestKeyOf, requestOf } from '../../../lib/nest/context/request-key.js';
import { executionOf } from './execution.js';

describe('the request behind a call', () => {
  const request = { headers: {} };

  it('over HTTP is the request', () => {
    expect(requestOf(executionOf('http', request, {}))).toBe(request);
  });

  it('of GraphQL is the HTTP request in its context, else the context', () => {
    const context = { connectionParams: {} };
    expect(requestOf(executionOf('graphql', {}, {}, { req: request }, {}))).toBe(request);
    expect(requestOf(executionOf('graphql', {}, {}, context, {}))).toBe(context);
    expect(requestOf(executionOf('graphql', {}, {}, { ...context, req: null }, {}))).toEqual({ ...context, req: null });
    expect(requestOf(executionOf('graphql', {}, {}, undefined, {}))).toBeUndefined();
  });

  it('over WebSockets is the client, of microservices the RPC context', () => {
    const [client, context] = [{ id: 1 }, { pattern: 'premium' }];
    expect(requestOf(executionOf('ws', client, { text: 'lamp' }))).toBe(client);
    expect(requestOf(executionOf('rpc', { text: 'lamp' }, context))).toBe(context);
  });

  it('is undefined where there is none', () => {
    expect(requestOf(executionOf('http'))).toBeUndefined();
    expect(requestOf(executionOf('rpc', { text: 'lamp' }))).toBeUndefined();
    expect(requestOf(executionOf('ws', 'a string'))).toBeUndefined();
  });

  it('is known by what the framework has wrapped', () => {
    const raw = {};
    expect(requestKeyOf({ raw } as object)).toBe(raw);
    expect(requestKeyOf(request)).toBe(request);
    const odd = { raw: 'a string' };
    expect(requestKeyOf(odd)).toBe(odd);
  });
});
