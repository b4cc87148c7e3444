import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type ExecutionContext } from '@nestjs/common';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { requestPreparationOf } from '../../../../lib/manager/manager-components.js';
import { FlagContexts } from '../../../../lib/nest/context/flag-contexts.js';
import { RequestUserResolver } from '../../../../lib/nest/context/request-user.resolver.js';
import { FeatureFlagDisabledError } from '../../../../lib/nest/denials/feature-flag-disabled.error.js';
import { DefaultFlagDisabledHandler, FlagDisabledHandler } from '../../../../lib/nest/denials/flag-disabled.handler.js';
import { FlagGate } from '../../../../lib/nest/gates/flag-gate.js';
import type { FlagRequirement } from '../../../../lib/nest/gates/flag-requirement.js';
import { AbstractFlagGuard, FlagGuard } from '../../../../lib/nest/gates/flag.guard.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { delivers, PolledProvider } from '../../manager/fake-providers.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { executionOf } from '../execution.js';

const open: FlagManager[] = [];
afterEach(() => Promise.all(open.splice(0).map((flags) => flags.close())));

async function gateWith(options: FlagManagerOptions, handler: FlagDisabledHandler = new DefaultFlagDisabledHandler()) {
  const logger = new RecordingLogger();
  const manager = await FlagManager.create({ logger, ...options });
  open.push(manager);
  const contexts = new FlagContexts(new RequestUserResolver(), { timeout: '1s', onError: 'anonymous', logger });
  return { gate: new FlagGate(manager, contexts, handler, requestPreparationOf(manager)), contexts };
}

const early_access = { type: 'user_list', users: ['ada'] } as const;

describe('FlagGate', () => {
  it('answers synchronously if there is nothing to wait for', async () => {
    const { gate } = await gateWith({ initialFlags: { early_access } });
    expect(gate.holds('early_access', executionOf('http', { user: { id: 'ada' } }))).toBe(true);
    expect(gate.holds('early_access', executionOf('http', { user: { id: 'bob' } }))).toBe(false);
  });

  it.each([
    ['a request of HTTP', executionOf('http', {}), executionOf('http', {})],
    ['a message of one connection', ...messagesOf({})],
    ['a message of a microservice', executionOf('rpc', {}, {}), executionOf('rpc', {}, {})],
    ['a call without a request', executionOf('rpc', {}), executionOf('rpc', {})],
  ])('with cacheTtl: 0 reads definitions once for %s, however many gates it passes', async (_what, first, second) => {
    const remote = new PolledProvider(delivers({ early_access: true }));
    const { gate } = await gateWith({ providers: [remote], cacheTtl: 0 });
    const booted = remote.loads;
    expect(await gate.holds('early_access', first)).toBe(true);
    expect(await gate.holds({ not: 'early_access' }, first)).toBe(false);
    expect(remote.loads).toBe(booted + 1);
    remote.answer = delivers({ early_access: false });
    expect(await gate.holds('early_access', second)).toBe(false);
    expect(remote.loads).toBe(booted + 2);
  });

  it('with cacheTtl: 0 leaves the reading to the ambient context if there is one', async () => {
    const remote = new PolledProvider(delivers({ early_access: true }));
    const { gate, contexts } = await gateWith({ providers: [remote], cacheTtl: 0 });
    const booted = remote.loads;
    const request = {};
    expect(contexts.run(request, () => gate.holds('early_access', executionOf('http', request)))).toBe(true);
    expect(remote.loads).toBe(booted);
  });
});

function messagesOf(client: object): [ExecutionContext, ExecutionContext] {
  return [executionOf('ws', client, { text: 'lamp' }), executionOf('ws', client, { text: 'book' })];
}

function made<T extends object>(guard: T, gate: FlagGate): T {
  return Object.assign(guard, { gate }); // as Nest injects it
}

describe('A flag guard', () => {
  const ada = executionOf('http', { user: { id: 'ada' } });
  const bob = executionOf('http', { user: { id: 'bob' }, method: 'GET', url: '/' });

  it('admits or throws, without a promise', async () => {
    const { gate } = await gateWith({ initialFlags: { early_access } });
    const guard = made(new (FlagGuard('early_access'))(), gate);
    expect(guard.canActivate(ada)).toBe(true);
    expect(() => guard.canActivate(bob)).toThrow(FeatureFlagDisabledError);
  });

  it('requires all of several requirements', async () => {
    const { gate } = await gateWith({ initialFlags: { early_access, search: true, freeze: false } });
    expect(made(new (FlagGuard('search', 'early_access', { not: 'freeze' }))(), gate).canActivate(ada)).toBe(true);
    expect(() => made(new (FlagGuard('search', 'freeze'))(), gate).canActivate(ada)).toThrow(FeatureFlagDisabledError);
  });

  it('rejects with the error of an asynchronous handler', async () => {
    class Handler extends FlagDisabledHandler {
      async handle(flags: readonly string[], context?: ExecutionContext): Promise<Error> {
        return new Error(`${flags.join('+')} over ${context?.getType()}`);
      }
    }
    const { gate } = await gateWith({ initialFlags: { early_access } }, new Handler());
    const guard = made(new (FlagGuard({ any: ['early_access', 'other'] }))(), gate);
    await expect(guard.canActivate(bob)).rejects.toThrow('early_access+other over http');
  });

  it('can be extended step by step', async () => {
    @Injectable()
    class QueryGuard extends AbstractFlagGuard {
      protected override requirement(context: ExecutionContext): FlagRequirement {
        return context.switchToHttp().getRequest<{ readonly flag: string }>().flag;
      }
      protected override deny(): never {
        throw new Error('come back later');
      }
    }
    const { gate } = await gateWith({ initialFlags: { early_access, search: true } });
    const guard = made(new QueryGuard(), gate);
    expect(guard.canActivate(executionOf('http', { flag: 'search' }))).toBe(true);
    expect(() => guard.canActivate(executionOf('http', { flag: 'early_access' }))).toThrow('come back later');
  });

  it.each<[string, (response: object) => unknown]>([
    ['the response that it has sent', (response) => response],
    ['a promise of it', async (response) => response],
    ['true', () => true],
  ])('stays closed when an overridden "deny" returns %s', async (_, answer) => {
    @Injectable()
    class ComingSoonGuard extends AbstractFlagGuard {
      protected override requirement(): FlagRequirement {
        return 'early_access';
      }
      protected override deny(context: ExecutionContext) {
        return answer(context.switchToHttp().getResponse<object>()) as never;
      }
    }
    for (const cacheTtl of [60, 0]) {
      const providers = [new PolledProvider(delivers({ early_access: false }))];
      const { gate } = await gateWith({ providers, cacheTtl });
      const guard = made(new ComingSoonGuard(), gate);
      expect(await guard.canActivate(executionOf('http', {}, {}))).toBe(false);
    }
  });
});
