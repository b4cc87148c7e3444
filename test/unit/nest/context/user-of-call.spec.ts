import { afterEach, describe, expect, it } from '@jest/globals';
import { requestOf } from '../../../../lib/nest/context/request-of.js';
import { userOfCall } from '../../../../lib/nest/context/user-of-call.js';
import { executionOf } from '../execution.js';

const ada = { id: 'ada' };
const bob = { id: 'bob' };

describe('The user of a call', () => {
  afterEach(() => {
    delete (Object.prototype as { data?: unknown }).data;
  });

  it.each([
    ['data.user of a socket.io client', executionOf('ws', { data: { user: ada } })],
    ['request.user of a socket.io client', executionOf('ws', { data: {}, request: { user: ada } })],
    ['user of a client', executionOf('ws', { user: ada, data: { user: bob } })],
    ['user of an RPC context', executionOf('rpc', {}, { user: ada })],
    ['req.user in GraphQL', executionOf('graphql', {}, {}, { req: { user: ada }, user: bob }, {})],
    ['user of a GraphQL context without a request', executionOf('graphql', {}, {}, { user: ada, reply: { request: {} } }, {})], // prettier-ignore
    ['extra.user of a graphql-ws connection', executionOf('graphql', {}, {}, { req: { extra: { user: ada } } }, {})],
  ])('is %s', (_, execution) => {
    const request = requestOf(execution) ?? {};
    expect(userOfCall(request, execution)).toBe(ada);
  });

  it.each([
    ['the handshake of a client', executionOf('ws', { handshake: { auth: { user: ada }, headers: { user: 'ada' } } })],
    ['the data of a message over a socket', executionOf('ws', {}, { user: ada })],
    ['the payload of a microservice', executionOf('rpc', { user: ada }, {})],
    ['the parameters of a graphql-ws connection', executionOf('graphql', {}, {}, { req: { connectionParams: { user: ada } } }, {})], // prettier-ignore
    ['a GraphQL context with a request, which services do not know', executionOf('graphql', {}, {}, { req: {}, user: ada }, {})], // prettier-ignore
    ['the data of an HTTP request', executionOf('http', { data: { user: ada }, body: { user: ada }, extra: { user: ada } })], // prettier-ignore
  ])('is never read from %s', (_, execution) => {
    expect(userOfCall(requestOf(execution) ?? {}, execution)).toBeUndefined();
  });

  it('is not read from a polluted prototype', () => {
    (Object.prototype as { data?: unknown }).data = { user: ada };
    expect(userOfCall({}, executionOf('ws', {}))).toBeUndefined();
  });

  it('comes from the request alone if the call is unknown', () => {
    expect(userOfCall({ user: ada }, undefined)).toBe(ada);
    expect(userOfCall({ data: { user: ada } } as object, undefined)).toBeUndefined();
  });
});
