import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { topicLogger } from '../../../../lib/manager/topic-logger.js';
import { VisitorSessionResolver } from '../../../../lib/nest/visitors/visitor-session.resolver.js';
import { setVisitorId, visitorIdOf } from '../../../../lib/nest/visitors/visitor-ids.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { executionOf } from '../execution.js';

function create() {
  const logger = new RecordingLogger();
  return { logger, resolver: new VisitorSessionResolver(topicLogger(logger, 'visitor-cookie-missing')) };
}

const httpRequest = (user?: object) =>
  Object.assign(new IncomingMessage(new Socket()), user === undefined ? {} : { user });

describe('VisitorSessionResolver', () => {
  it('returns the visitor as the session, beside the user', () => {
    const { resolver, logger } = create();
    const request = httpRequest({ id: 'ada', plan: 'gold' });
    setVisitorId(request, 'visitor-1');
    expect(resolver.resolve(request)).toEqual({
      userId: 'ada',
      sessionId: 'visitor-1',
      userAttributes: { id: 'ada', plan: 'gold' },
    });
    expect(logger.lines).toStrictEqual([]);
  });

  it('finds the user of a socket, which has no visitor', () => {
    const client = { data: { user: { id: 'ada' } } };
    const { resolver, logger } = create();
    expect(resolver.resolve(client, executionOf('ws', client))).toMatchObject({ userId: 'ada', sessionId: undefined });
    expect(logger.lines).toStrictEqual([]);
  });

  it('finds the visitor of a request that Fastify wraps', () => {
    const raw = httpRequest();
    setVisitorId(raw, 'visitor-1');
    expect(visitorIdOf({ raw } as object)).toBe('visitor-1');
    expect(create().resolver.resolve({ raw } as object).sessionId).toBe('visitor-1');
  });

  it('does not warn about a visitor without consent, or where there is no HTTP request', () => {
    const { resolver, logger } = create();
    const request = httpRequest();
    setVisitorId(request, undefined);
    expect(resolver.resolve(request).sessionId).toBeUndefined();
    expect(resolver.resolve({}).sessionId).toBeUndefined();
    expect(logger.lines).toStrictEqual([]);
  });

  it('warns once about HTTP requests that the middleware has not seen', () => {
    const { resolver, logger } = create();
    resolver.resolve(httpRequest());
    resolver.resolve(httpRequest());
    expect(logger.warnings).toEqual([expect.stringContaining('visitorCookie() has not run')]);
  });
});
