import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import mongoose from 'mongoose';
import { attributeOf } from '../../lib/engine/attributes/read-context.js';
import { FAILED_CONTEXT } from '../../lib/engine/flag-context.js';
import {
  CurrentFlagContext,
  FeatureFlagsModule,
  FlagContexts,
  FlagEnabled,
  FlagGuard,
  RequestUserResolver,
  type FlagContext,
} from '../../lib/index.js';
import { shop } from '../e2e/module/apps.js';
import { adapters, httpApps } from '../support/http-app.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { executionOf } from '../unit/nest/execution.js';

const hex = '65a1b2c3d4e5f60718293a4b';
const objectId = new mongoose.Types.ObjectId(hex);
const Customer = mongoose.model('Customer', new mongoose.Schema({ email: String, plan: String }));

/** An entity like those of an ORM: accessors on the class, with private data. */
class Entity {
  readonly #data = { id: 'ada', plan: 'gold' };
  get id() {
    return this.#data.id;
  }
}
class SerializableEntity extends Entity {
  toJSON() {
    return { id: this.id, plan: 'gold' };
  }
}
class BaseEntity {
  id = 'ada';
  plan = 'gold';
}
class Hidden extends BaseEntity {
  toJSON() {
    return { plan: 'gold' };
  }
}
class Renamed extends BaseEntity {
  toJSON() {
    return { uid: 'public-ada', plan: 'gold' };
  }
}
class Textual extends BaseEntity {
  toJSON() {
    return 'ada';
  }
}

const users: readonly [string, object, string][] = [
  ['an id', { id: 'ada', plan: 'gold' }, 'ada'],
  ['a userId', { userId: 'ada', plan: 'gold' }, 'ada'],
  ['the sub of a token', { sub: 'ada', plan: 'gold' }, 'ada'],
  ['an _id', { _id: 'ada', plan: 'gold' }, 'ada'],
  ['a uid', { uid: 'ada', plan: 'gold' }, 'ada'],
  ['a number', { id: 42, plan: 'gold' }, '42'],
  ['zero', { id: 0, plan: 'gold' }, '0'],
  ['a bigint', { id: 7n, plan: 'gold' }, '7'],
  ['a bigint beyond the numbers', { id: 9007199254740993n, plan: 'gold' }, '9007199254740993'],
  ['an ObjectId', { _id: objectId, plan: 'gold' }, hex],
  ['an empty id beside another', { id: '', userId: null, sub: 'ada', plan: 'gold' }, 'ada'],
  ['all of them', { uid: '5', _id: '4', sub: '3', userId: '2', id: '1', plan: 'gold' }, '1'],
  ['a Mongoose document', new Customer({ _id: objectId, plan: 'gold' }), hex],
  ['a lean Mongoose document', new Customer({ _id: objectId, plan: 'gold' }).toObject(), hex],
  ['an entity with toJSON', new SerializableEntity(), 'ada'],
  ['an entity with data', new BaseEntity(), 'ada'],
  ['a toJSON that hides the id', new Hidden(), 'ada'],
  ['a toJSON that renames the id', new Renamed(), 'public-ada'],
  ['a toJSON that gives text', new Textual(), 'ada'],
  ['a user without a prototype', Object.assign(Object.create(null) as object, { id: 'ada', plan: 'gold' }), 'ada'],
  ['a frozen user', Object.freeze({ id: 'ada', plan: 'gold' }), 'ada'],
  ['a proxy', new Proxy({ id: 'ada', plan: 'gold' }, {}), 'ada'],
];

const flags = {
  gold: { type: 'user_attribute', attributes: { plan: 'gold' } },
  listed: { type: 'user_list', users: ['ada', 'public-ada', '0', '1', '7', '42', '9007199254740993', hex] },
} as const;

let signedIn: unknown;

@Injectable()
class SignInGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    execution.switchToHttp().getRequest<{ user: unknown }>().user = signedIn;
    return true;
  }
}

@Controller()
class ShopController {
  @Get('listed')
  @UseGuards(FlagGuard('listed'))
  listed(@CurrentFlagContext() { userId }: FlagContext, @FlagEnabled('gold') gold: boolean): unknown {
    return { userId, gold };
  }

  @Get('unlisted')
  @UseGuards(FlagGuard({ not: 'listed' }))
  unlisted(): string {
    return 'unlisted';
  }
}

describe.each(adapters)('A signed-in user on $name', (adapter) => {
  const start = httpApps(adapter);

  it('is never treated as anonymous, whatever form authentication leaves the user in', async () => {
    const logger = new RecordingLogger();
    const app = await start(
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags: flags, logger })],
        providers: [{ provide: APP_GUARD, useClass: SignInGuard }],
        controllers: [ShopController],
      }),
    );
    for (const [what, user, userId] of users) {
      signedIn = user;
      expect([what, await app.json('/listed')]).toEqual([what, { userId, gold: true }]);
      expect([what, await app.status('/unlisted')]).toEqual([what, 404]);
    }
    expect(logger.lines).toStrictEqual([]);
  });
});

function asking(user: unknown) {
  const logger = new RecordingLogger();
  const contexts = new FlagContexts(new RequestUserResolver(), { onError: 'closed', timeout: '2s', logger });
  const request = { user };
  return { contexts, logger, request, ask: () => contexts.of(executionOf('http', request)) };
}

describe('The default resolver', () => {
  it.each(users)('finds the user who has %s, and converts them to plain data', (_what, user, userId) => {
    const { ask, logger } = asking(user);
    const context = ask() as FlagContext;
    expect(context).toMatchObject({ userId, userAttributes: { plan: 'gold' } });
    expect(Object.getPrototypeOf(context.userAttributes)).toBe(Object.prototype);
    expect(logger.lines).toStrictEqual([]);
  });

  it('finds the id behind a getter, and no attribute', () => {
    expect(asking(new Entity()).ask()).toEqual({ userId: 'ada', userAttributes: {} });
  });

  it('caches nothing of a user, so that the next guard sees every change', () => {
    const customer = new Customer({ _id: objectId, plan: 'gold' });
    const { ask } = asking(customer);
    expect(ask()).toMatchObject({ userAttributes: { plan: 'gold' } });
    customer.plan = 'free';
    expect(ask()).toMatchObject({ userAttributes: { plan: 'free' } });
  });

  it('returns attributes that no later change of the user affects', () => {
    const user = { id: 'ada', plan: 'gold' };
    const context = asking(user).ask();
    user.plan = 'free';
    expect(context).toEqual({ userId: 'ada', userAttributes: { id: 'ada', plan: 'gold' } });
  });

  it('takes no user id from a polluted prototype', () => {
    const base: { id?: string; toJSON?: () => object } = Object.prototype;
    base.id = 'admin';
    base.toJSON = () => ({ id: 'admin' });
    try {
      expect((asking({ plan: 'gold' }).ask() as FlagContext).userId).toBeUndefined();
    } finally {
      delete base.id;
      delete base.toJSON;
    }
  });
});

const fail = () => {
  throw new RangeError('ada@shop.example');
};

describe('An unreadable user', () => {
  it.each<[string, unknown]>([
    ['an id that throws', { get id() { return fail(); } }], // prettier-ignore
    ['an attribute that throws', { id: 'ada', get plan() { return fail(); } }], // prettier-ignore
    ['a toJSON that throws', { id: 'ada', toJSON: fail }],
    ['a toJSON that gives a promise', { id: 'ada', toJSON: async () => await Promise.resolve({ id: 'ada' }) }],
    ['an ObjectId that throws', { _id: { toHexString: fail } }],
    ['a proxy that throws', new Proxy({ id: 'ada' }, { get: fail })],
    ['a prototype that throws', new Proxy(Object.create({ id: 'ada' }) as object, { getPrototypeOf: fail })],
  ])('with %s turns flags off, and is logged without values', (_what, user) => {
    const { ask, logger } = asking(user);
    expect(ask()).toBe(FAILED_CONTEXT);
    expect(logger.lines).toEqual([expect.stringMatching(/^error The FlagContextResolver failed/)]);
    expect(logger.lines[0]).not.toContain('ada');
  });

  it('turns flags off when toJSON evaluates a flag, and does not recurse', () => {
    const { contexts, ask, logger, request } = asking(undefined);
    let calls = 0;
    request.user = {
      id: 'ada',
      toJSON() {
        calls++;
        return { id: 'ada', seen: contexts.ambient() };
      },
    };
    const context = contexts.run(request, ask) as FlagContext;
    expect(attributeOf(context, 'seen')).toBe(FAILED_CONTEXT);
    expect(calls).toBe(1);
    expect(logger.errors).toEqual([expect.stringContaining('evaluated a flag itself')]);
  });

  it('is treated as a user without an id when the prototype chain never ends', () => {
    const endless: object = new Proxy({}, { has: () => true, getPrototypeOf: () => endless });
    expect(asking(endless).ask()).toEqual({ userAttributes: {} });
  });
});

describe('A user without a recognized id', () => {
  it.each<[string, unknown, string]>([
    ['an object', { email: 'ada@shop.example', plan: 'gold' }, 'an object with the fields "email", "plan"'],
    [
      'an entity',
      Object.assign(new (class Guest {})(), { plan: 'gold' }),
      'an instance of "Guest" with the fields "plan"',
    ],
    ['a map', new Map([['id', 'ada']]), 'an instance of "Map" without fields of its own'],
    ['text', 'ada', 'a string'],
    ['a number', 42, 'a number'],
    ['hostile names', { 'a\nERROR\u202e\u2028': 1 }, 'an object with the fields "a\\nERROR\\u202e\\u2028"'],
    ['a long name', { ['x'.repeat(5000)]: 1 }, `an object with the fields "${'x'.repeat(40)}"…`],
  ])('is logged once, by the names of its fields and without values: %s', (_what, user, shown) => {
    const { ask, logger } = asking(user);
    for (let question = 0; question < 3; question++) expect((ask() as FlagContext).userId).toBeUndefined();
    expect(logger.lines).toEqual([expect.stringContaining(`request.user is ${shown}. Set the id`)]);
    expect(logger.lines[0]).not.toMatch(/ada|gold/);
  });

  it('is logged with at most twenty fields', () => {
    const { ask, logger } = asking(
      Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`field${index}`, 1])),
    );
    void ask();
    expect(logger.lines[0]).toContain('"field19", and 980 more.');
    expect(logger.lines[0]).not.toContain('field20');
  });

  it.each([undefined, null, false, ''])('is not logged when request.user is %p', (user) => {
    const { ask, logger } = asking(user);
    expect(ask()).toEqual({});
    expect(logger.lines).toStrictEqual([]);
  });
});

describe('An id field that is present', () => {
  it.each([
    ['an operator of a database', { id: { $ne: 1 }, sub: true }],
    ['an ill-formed text', { id: '\ud800', sub: 'ada' }],
    ['a text of 2,000 characters', { id: 'x'.repeat(2000), sub: 'ada' }],
    ['an object', { id: { value: 'eve' }, uid: 'ada' }],
    ['a list', { _id: ['eve'], uid: 'ada' }],
    ['a promise', { id: Promise.resolve('eve'), sub: 'ada' }],
    ['no number', { id: Number.NaN, sub: 'ada' }],
    ['a boolean', { id: false, sub: 'ada' }],
    ['an object, by a getter of its class', new (class { get id() { return {}; } sub = 'ada'; })()], // prettier-ignore
  ])('never falls back to another field when it holds %s', (_, user) => {
    const logger = new RecordingLogger();
    const contexts = new FlagContexts(new RequestUserResolver(), { timeout: '1s', onError: 'closed', logger });
    const asked = contexts.of(executionOf('http', { user }));
    expect(asked).toBe(FAILED_CONTEXT);
    expect(logger.lines.join('\n')).not.toMatch(/eve|xxx/);
  });

  it.each([[''], [null], [undefined]])('does not count as present when it is %j', (id) => {
    const resolver = new RequestUserResolver();
    expect(resolver.resolve({ user: { id, sub: 'ada' } }).userId).toBe('ada');
  });
});
