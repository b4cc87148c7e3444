import { describe, expect, it } from '@jest/globals';
import { requestOf } from '../../../../lib/nest/context/request-of.js';
import { callKeyOf, requestKeyOf, scopeKeyOf } from '../../../../lib/nest/context/request-key.js';
import { executionOf } from '../execution.js';

describe('The request of a call', () => {
  const request = { headers: {} };

  it('over HTTP is the request', () => {
    expect(requestOf(executionOf('http', request, {}))).toBe(request);
  });

  it('with GraphQL is the HTTP request in its context, else the context', () => {
    const context = { connectionParams: {} };
    expect(requestOf(executionOf('graphql', {}, {}, { req: request }, {}))).toBe(request);
    expect(requestOf(executionOf('graphql', {}, {}, context, {}))).toBe(context);
    expect(requestOf(executionOf('graphql', {}, {}, { ...context, req: null }, {}))).toEqual({ ...context, req: null });
    expect(requestOf(executionOf('graphql', {}, {}, undefined, {}))).toBeUndefined();
  });

  it('to a GraphQL reference, which has no arguments, is in its context, too', () => {
    const [info, context] = [{ variableValues: {} }, { req: request }];
    expect(requestOf(executionOf('graphql', { __typename: 'Product' }, context, info))).toBe(request);
  });

  it('over WebSockets is the client, of microservices the RPC context', () => {
    const [client, context] = [{ id: 1 }, { pattern: 'premium' }];
    expect(requestOf(executionOf('ws', client, { text: 'lamp' }))).toBe(client);
    expect(requestOf(executionOf('rpc', { text: 'lamp' }, context))).toBe(context);
  });

  it('is undefined if there is none', () => {
    expect(requestOf(executionOf('http'))).toBeUndefined();
    expect(requestOf(executionOf('rpc', { text: 'lamp' }))).toBeUndefined();
    expect(requestOf(executionOf('ws', 'a string'))).toBeUndefined();
  });

  it('is recognized inside the wrapper of a framework', () => {
    const raw = {};
    expect(requestKeyOf({ raw } as object)).toBe(raw);
    expect(requestKeyOf(request)).toBe(request);
    const odd = { raw: 'a string' };
    expect(requestKeyOf(odd)).toBe(odd);
  });
});

describe('The scope of a shared context', () => {
  const req = {};
  const variableValues = {};
  const field = (info: object) => executionOf('graphql', {}, {}, { req }, info);

  it('over HTTP is the request', () => {
    const request = { raw: {} } as object;
    const call = executionOf('http', request);
    expect([callKeyOf(call, request), scopeKeyOf(call, request)]).toEqual([
      requestKeyOf(request),
      requestKeyOf(request),
    ]);
  });

  it('in GraphQL is one field for a call, and one execution of an operation for a cacheKey', () => {
    const [name, price] = [{ variableValues }, { variableValues }];
    expect(callKeyOf(field(name), req)).toBe(name);
    expect(callKeyOf(executionOf('graphql', {}, { req }, price), req)).toBe(price);
    expect(scopeKeyOf(field(name), req)).toBe(variableValues);
    expect(scopeKeyOf(field(price), req)).toBe(variableValues);
    expect(scopeKeyOf(field({ variableValues: {} }), req)).not.toBe(variableValues);
  });

  it.each(['ws', 'rpc'] as const)('in %s is one message, not the connection', (type) => {
    const [client, data] = [{}, { text: 'lamp' }];
    const [one, two] = [executionOf(type, client, data), executionOf(type, client, data)];
    expect(callKeyOf(one, client)).not.toBe(callKeyOf(two, client));
    expect(scopeKeyOf(one, client)).toBe(callKeyOf(one, client));
  });
});
