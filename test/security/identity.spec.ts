import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  CurrentFlagContext,
  FeatureFlagsModule,
  FlagContextInterceptor,
  FlagContexts,
  type FlagContext,
} from '../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../lib/nest/feature-flags.options.js';
import { turns } from '../e2e/http/support/turns.js';
import { apps, shop } from '../e2e/module/apps.js';
import { socketClients } from '../e2e/transports/support/socket-client.js';
import { adapters, httpApps, type HttpApp } from '../support/http-app.js';

interface Person {
  readonly name: string;
  readonly tenant: string;
  readonly role: string;
}

type Request = Record<string, Record<string, unknown> | undefined>;

/** The properties in which applications put the signed-in user. */
const places: Readonly<Record<string, (person: Person | undefined) => Request>> = {
  'request.user with an id': (person) => ({ user: person && { id: person.name, ...person } }),
  'request.user with an _id': (person) => ({ user: person && { _id: person.name, ...person } }),
  'request.user with an email': (person) => ({ user: person && { email: person.name, ...person } }),
  'request.user, always with the same id': (person) => ({ user: person && { id: 1, ...person } }),
  'request.auth': (person) => ({ auth: person && { ...person } }),
  'session.userId': (person) => ({ session: person && { userId: person } }),
  'client.data.user': (person) => ({ data: person && { user: person } }),
};

function personOf({ user, auth, session, data }: Request): Person | undefined {
  return (user ?? auth ?? session?.['userId'] ?? data?.['user']) as Person | undefined;
}

const alice: Person = { name: 'alice', tenant: 'north', role: 'clerk' };
const others: readonly [string, Person | undefined][] = [
  ['another user', { ...alice, name: 'bob' }],
  ['the same user in another tenant', { ...alice, tenant: 'south' }],
  ['the same user in another role', { ...alice, role: 'admin' }],
  ['a request without a user', undefined],
];

function contextOf(request: object): FlagContext | undefined {
  const person = personOf(request as Request);
  return person && { userId: person.name, userAttributes: { tenant: person.tenant, role: person.role } };
}

async function laterContextOf(request: object): Promise<FlagContext | undefined> {
  await turns(1);
  return contextOf(request);
}

function cacheKey(request: object) {
  const person = personOf(request as Request);
  return person && [person.name, person.tenant, person.role];
}

const resolvers: readonly [string, FeatureFlagsModuleExtras['contextResolver']][] = [
  ['a synchronous resolver', contextOf],
  ['an asynchronous resolver', laterContextOf],
  ['a synchronous resolver with a cacheKey', { resolve: contextOf, cacheKey }],
  ['an asynchronous resolver with a cacheKey', { resolve: laterContextOf, cacheKey }],
];

function shown(context: FlagContext | undefined): Partial<Person> {
  return context?.userId === undefined ? {} : { name: context.userId, ...context.userAttributes };
}

const logger = { log: () => {}, warn: () => {}, error: () => {} };

describe.each(adapters)('A request on $name', (adapter) => {
  const start = httpApps(adapter);

  const startShop = (contextResolver: FeatureFlagsModuleExtras['contextResolver'], seen: unknown[]) => {
    let other: Request = {};
    let first: Request = {};
    const signIn = (request: () => Request): Type<CanActivate> =>
      class SignInGuard implements CanActivate {
        canActivate(execution: ExecutionContext): boolean {
          Object.assign(execution.switchToHttp().getRequest<Request>(), request());
          return true;
        }
      };
    @Injectable()
    class AskingGuard implements CanActivate {
      constructor(private readonly contexts: FlagContexts) {}

      async canActivate(execution: ExecutionContext): Promise<boolean> {
        seen.push(shown(await this.contexts.of(execution)));
        return true;
      }
    }
    @Controller()
    class PersonController {
      constructor(private readonly contexts: FlagContexts) {}

      @Get()
      @UseGuards(AskingGuard, signIn(() => first), AskingGuard, signIn(() => other), AskingGuard) // prettier-ignore
      answer(@CurrentFlagContext() context: FlagContext): unknown {
        return [shown(context), shown(this.contexts.ambient())];
      }
    }
    const flags = FeatureFlagsModule.forRoot({ contextResolver, logger });
    const app = start(shop({ imports: [flags], controllers: [PersonController] }));
    const ask = async (running: HttpApp, one: Request, two: Request) => {
      [first, other] = [one, two];
      return await running.json('/');
    };
    return { app, ask };
  };

  describe.each(resolvers)('with %s', (_which, contextResolver) => {
    it.each(others)('is answered for %s as soon as a guard has signed them in', async (_who, other) => {
      const seen: unknown[] = [];
      const { app, ask } = startShop(contextResolver, seen);
      const running = await app;
      for (const put of Object.values(places)) {
        seen.length = 0;
        const last = other ?? {};
        expect(await ask(running, put(alice), put(other))).toEqual([last, last]);
        expect(seen).toEqual([{}, alice, last]);
      }
    });
  });
});

const { serve } = apps();
const connect = socketClients();

@WebSocketGateway()
class PersonGateway {
  constructor(private readonly contexts: FlagContexts) {}

  @SubscribeMessage('who')
  @UseInterceptors(FlagContextInterceptor)
  who(@CurrentFlagContext() context: FlagContext) {
    return { event: 'who', data: [shown(context), shown(this.contexts.ambient())] };
  }

  @SubscribeMessage('sign in')
  signIn(client: Request, request: Request) {
    Object.assign(client, { user: undefined, auth: undefined, session: undefined, data: undefined }, request);
    return { event: 'signed in' };
  }
}

async function listening(contextResolver: FeatureFlagsModuleExtras['contextResolver']): Promise<INestApplication> {
  const flags = FeatureFlagsModule.forRoot({ contextResolver, logger });
  const app = await serve(shop({ imports: [flags], providers: [PersonGateway] }), (made) =>
    made.useWebSocketAdapter(new WsAdapter(made)),
  );
  await app.listen(0, '127.0.0.1');
  return app;
}

describe('A socket', () => {
  describe.each([
    ...resolvers,
    ['a resolver with a careless cacheKey', { resolve: contextOf, cacheKey: () => 'me' }],
  ] as typeof resolvers)('with %s', (_which, contextResolver) => {
    it.each(others)('is answered for %s from the next message on', async (_who, other) => {
      const client = await connect(await listening(contextResolver));
      const who = async () => ((await client.ask('who')) as { readonly data: unknown }).data;
      for (const put of Object.values(places)) {
        await client.ask('sign in', put(undefined));
        expect(await who()).toEqual([{}, {}]);
        await client.ask('sign in', put(alice));
        expect(await who()).toEqual([alice, alice]);
        await client.ask('sign in', put(other));
        expect(await who()).toEqual([other ?? {}, other ?? {}]);
      }
    });
  });
});
