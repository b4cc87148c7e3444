import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards } from '@nestjs/common';
import { OpenFeature, type EvaluationContext, type Provider } from '@openfeature/server-sdk';
import { FeatureFlagsModule, FlagGuard, FlagManager, FlagValue } from '../../lib/index.js';
import { OpenFeatureFlagProvider } from '../../lib/openfeature/open-feature-flag.provider.js';
import { SignInGuard } from '../e2e/http/support/sign-in.guard.js';
import { shop } from '../e2e/module/apps.js';
import { adapters, httpApps } from '../support/http-app.js';

const USERS = 1000;

/** Answers each user with the user's own id, in another order than it was asked. */
class EchoProvider implements Provider {
  readonly metadata = { name: 'echo' } as const;
  #asked = 0;

  async resolveBooleanEvaluation(key: string, fallback: boolean, { targetingKey }: EvaluationContext) {
    if (key !== 'even_users') return this.#mismatch(fallback);
    await this.#later();
    return { value: Number(targetingKey?.split('-')[1]) % 2 === 0 };
  }

  async resolveStringEvaluation(key: string, fallback: string, { targetingKey }: EvaluationContext) {
    if (key !== 'own_id') return this.#mismatch(fallback);
    await this.#later();
    return { value: targetingKey ?? 'nobody' };
  }

  async resolveNumberEvaluation(_key: string, fallback: number) {
    return this.#mismatch(fallback);
  }

  async resolveObjectEvaluation<T>(_key: string, fallback: T) {
    return this.#mismatch(fallback);
  }

  #mismatch<T>(value: T) {
    return { value, errorCode: 'TYPE_MISMATCH' as never };
  }

  async #later(): Promise<void> {
    for (let turn = this.#asked++ % 7; turn > 0; turn--) await setImmediate();
  }
}

@Injectable()
class Whoami {
  constructor(private readonly flags: FlagManager) {}

  async ids(): Promise<readonly string[]> {
    const first = this.flags.getValue('own_id', 'default');
    await setImmediate();
    return [first, this.flags.getValue('own_id', 'default')];
  }
}

@Controller()
@UseGuards(SignInGuard)
class ShopController {
  constructor(private readonly whoami: Whoami) {}

  @Get('whoami')
  async who(@FlagValue('own_id', 'default') own: string) {
    return [own, ...(await this.whoami.ids())];
  }

  @Get('even')
  @UseGuards(FlagGuard('even_users'))
  even() {
    return 'even';
  }
}

afterEach(() => OpenFeature.close());

describe.each(adapters)('The answers of a vendor, on $name', (adapter) => {
  const start = httpApps(adapter);

  it(`never reach another user among ${USERS} interleaved ones`, async () => {
    await OpenFeature.setProviderAndWait('echo', new EchoProvider());
    const externalFlags = new OpenFeatureFlagProvider({ client: OpenFeature.getClient('echo'), timeout: '1m' });
    const { ask } = bound(
      await start(
        shop({
          imports: [FeatureFlagsModule.forRoot({ externalFlags })],
          controllers: [ShopController],
          providers: [Whoami],
        }),
      ),
    );
    const wrong: unknown[] = [];
    const visit = async (index: number) => {
      // Every tenth one is a visitor, for whom all requests share one context object.
      const user = index % 10 === 0 ? undefined : `user-${index}`;
      const [own, even] = await Promise.all([ask('/whoami', user), ask('/even', user)]);
      const id = user ?? 'nobody';
      const expected = [JSON.stringify([id, id, id]), user !== undefined && index % 2 === 0 ? 200 : 404];
      if (JSON.stringify([own.text, even.status]) !== JSON.stringify(expected)) wrong.push([own.text, even.status]);
    };
    await Promise.all(
      Array.from({ length: 50 }, async (_, worker) => {
        for (let user = worker; user < USERS; user += 50) await visit(user);
      }),
    );
    expect(wrong.slice(0, 3)).toStrictEqual([]);
  });
});

function bound(app: { ask(path: string, request?: { user?: string }): Promise<{ text: string; status: number }> }) {
  return { ask: (path: string, user: string | undefined) => app.ask(path, user === undefined ? {} : { user }) };
}
