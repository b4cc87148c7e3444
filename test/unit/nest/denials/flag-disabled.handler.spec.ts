import { describe, expect, it } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { WsException } from '@nestjs/websockets';
import { FeatureFlagDisabledError } from '../../../../lib/nest/denials/feature-flag-disabled.error.js';
import { DefaultFlagDisabledHandler } from '../../../../lib/nest/denials/flag-disabled.handler.js';
import { loadTransportErrors } from '../../../../lib/nest/denials/message-exceptions.js';
import { executionOf } from '../execution.js';

const denied = { status: 'error', message: 'Not Found', code: 'FEATURE_FLAG_DISABLED' };

describe('DefaultFlagDisabledHandler', () => {
  it('over HTTP answers like Nest for a route that does not exist', async () => {
    const execution = executionOf('http', { method: 'GET', url: '/premium?a=1' });
    const error = await new DefaultFlagDisabledHandler().handle(['premium'], execution);
    expect(error).toBeInstanceOf(HttpException);
    expect(error).toMatchObject({ code: 'FEATURE_FLAG_DISABLED', flags: ['premium'], message: 'Not Found' });
    expect((error as HttpException).getStatus()).toBe(404);
    expect((error as HttpException).getResponse()).toEqual({
      message: 'Cannot GET /premium?a=1',
      error: 'Not Found',
      statusCode: 404,
    });
  });

  it('over HTTP answers with the status and body of the options', async () => {
    const handler = new DefaultFlagDisabledHandler({ status: 403, body: { message: 'Coming soon' } });
    const error = await handler.handle(['premium'], executionOf('http', { method: 'GET', url: '/premium' }));
    expect((error as HttpException).getStatus()).toBe(403);
    expect((error as HttpException).getResponse()).toEqual({ message: 'Coming soon' });
  });

  it.each([
    ['ws', WsException],
    ['rpc', RpcException],
  ] as const)('over %s answers with the exception of that transport', async (type, exception) => {
    const error = await new DefaultFlagDisabledHandler({ status: 403 }).handle(['premium'], executionOf(type, {}, {}));
    expect(error).toBeInstanceOf(exception);
    expect((error as WsException | RpcException).getError()).toEqual(denied);
  });

  it.each(['ws', 'rpc'] as const)('over %s returns the exception itself once its package is loaded', async (type) => {
    await loadTransportErrors(type);
    expect(new DefaultFlagDisabledHandler().handle(['premium'], executionOf(type, {}, {}))).toBeInstanceOf(Error);
  });

  it('has a code for GraphQL and for calls outside routes', async () => {
    for (const execution of [executionOf('graphql', {}, {}, {}, {}), undefined]) {
      const error = await new DefaultFlagDisabledHandler().handle(['premium'], execution);
      expect(error).toBeInstanceOf(FeatureFlagDisabledError);
      expect(error).toMatchObject({ extensions: { code: 'FEATURE_FLAG_DISABLED' }, flags: ['premium'] });
    }
  });
});

describe('FeatureFlagDisabledError', () => {
  it('names the flags in its properties, and in nothing that is sent', () => {
    const error = new FeatureFlagDisabledError(['premium', 'beta']);
    expect(error.flags).toEqual(['premium', 'beta']);
    expect(error.name).toBe('FeatureFlagDisabledError');
    expect(error.message + JSON.stringify([error.getResponse(), error.extensions])).not.toMatch(/premium|beta/);
    expect(error.getResponse()).toEqual({ message: 'Not Found', statusCode: 404 });
  });

  it('sends its code with a configured status, because such a route is not dark', () => {
    expect(new FeatureFlagDisabledError(['premium'], { status: 403 }).getResponse()).toEqual({
      message: 'Forbidden',
      statusCode: 403,
      code: 'FEATURE_FLAG_DISABLED',
    });
  });
});
