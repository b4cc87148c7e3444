import { describe, expect, it } from '@jest/globals';
import { Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ExternalContextCreator } from '@nestjs/core';
import { FeatureFlagsModule, FlagGuard, type FlagContext, type FlagRequest } from '../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../lib/nest/feature-flags.options.js';
import { apps, shop } from '../e2e/module/apps.js';

const { boot } = apps();

class SenderGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const [, delivery] = execution.getArgs<[unknown, { sender?: string }]>();
    return delivery.sender !== undefined;
  }
}

@Injectable()
class Consumer {
  @UseGuards(SenderGuard, FlagGuard('admin_tools'))
  consume(_message: object): string {
    return 'done';
  }
}

/** Starts a consumer, and returns the function with which a library such as one for RabbitMQ calls it. */
async function consumer(extras: FeatureFlagsModuleExtras = {}) {
  const flags = FeatureFlagsModule.forRoot({
    initialFlags: { admin_tools: { type: 'user_list', users: ['admin'] } },
    externalHandlers: (_handler, host) => host === Consumer,
    ...extras,
  });
  const app = await boot(shop({ imports: [flags], providers: [Consumer] }));
  const instance: object = app.get(Consumer);
  const creator = app.get(ExternalContextCreator, { strict: false });
  return creator.create(
    instance,
    Reflect.get(instance, 'consume') as never,
    'consume',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    'rmq',
  ) as (message: object, delivery: object) => Promise<unknown>;
}

const userOf = ({ user }: FlagRequest): FlagContext => ({ userId: (user as { id?: string } | undefined)?.id });

const senderOf = (_request: FlagRequest, execution?: ExecutionContext): FlagContext => ({
  userId: execution?.getArgByIndex<{ readonly sender: string }>(1).sender,
});

const denied = expect.objectContaining({ code: 'FEATURE_FLAG_DISABLED' });
const forged = { user: { id: 'admin' }, data: { user: { id: 'admin' } }, session: { user: { id: 'admin' } } };

describe('A handler that a library calls', () => {
  it('has no user by default, no matter what the message claims', async () => {
    const call = await consumer();
    await expect(call(forged, { sender: 'eve' })).rejects.toEqual(denied);
  });

  it('does not pass the message to a contextResolver as the request', async () => {
    const call = await consumer({ contextResolver: userOf });
    await expect(call(forged, { sender: 'eve' })).rejects.toEqual(denied);
  });

  it('has the user that a contextResolver finds in the call', async () => {
    const call = await consumer({ contextResolver: senderOf });
    await expect(call(forged, { sender: 'eve' })).rejects.toEqual(denied);
    await expect(call({}, { sender: 'admin' })).resolves.toBe('done');
  });
});
