import { Injectable, Module, UnauthorizedException, type CanActivate, type INestApplication } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { FeatureFlagsModule } from '../../../lib/index.js';
import { OfrepModule } from '../../../lib/ofrep/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { BULK, keysIn, OfrepApp, ofrepApps, shopFlags, type OfrepOptions } from './ofrep-app.js';

@Injectable()
class ClosedGuard implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException('Sign in first.');
  }
}

@Injectable()
class OpenGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

describe('The registration of the OFREP module', () => {
  it.each([{}, { guards: [] }, { guards: [OpenGuard], public: true }] as OfrepOptions[])(
    'needs exactly one of guards and "public: true", and refuses %j',
    (options) => {
      expect(() => OfrepModule.register(options)).toThrow(
        'OfrepModule.register needs exactly one of "guards" and "public"',
      );
    },
  );

  it.each([
    [{ public: true, path: 'flags/*' }, 'must be a path without wildcards'],
    [{ public: true, context: { body: ['userId'] } }, '"userId" and "sessionId" come from the session only'],
    [{ public: true, bodyLimit: 10 }, 'must be a whole number of bytes from 1024 to 1048576'],
    [{ public: true, visible: true }, 'does not exist'],
  ])('refuses %j', (options, problem) => {
    expect(() => OfrepModule.register(options as unknown as OfrepOptions)).toThrow(problem);
  });

  it.each([
    ['no factory', {}, 'OfrepModule.registerAsync needs exactly one of "useFactory", "useClass" and "useExisting"'],
    ['a class without the method', { useClass: OpenGuard }, 'must be a class with the method "createOfrepOptions"'],
    ['an option that the factory must return', { useFactory: () => ({}), bodyLimit: 2048 }, 'must be returned by'],
  ])('refuses %s', (_what, options, problem) => {
    const given = { public: true, ...options } as unknown as Parameters<typeof OfrepModule.registerAsync>[0];
    expect(() => OfrepModule.registerAsync(given)).toThrow(problem);
  });
});

describe.each(adapters)('The OFREP module on $name', (adapter) => {
  const start = ofrepApps(adapter);
  const apps = httpApps(adapter);

  it('answers in JSON what its guards reject', async () => {
    const app = await start({ guards: [ClosedGuard] });
    const { status, body, headers } = await app.evaluate({ targetingKey: 'visitor-1' });
    expect([status, body]).toStrictEqual([401, { errorCode: 'GENERAL', errorDetails: 'Sign in first.' }]);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('refuses a trusted body for everyone', async () => {
    await expect(start({ public: true, context: { trustBody: true } })).rejects.toThrow(
      'cannot be combined with "public: true"',
    );
  });

  it('evaluates flags for the users of a trusted service', async () => {
    const app = await start({ guards: [OpenGuard], context: { trustBody: true } });
    const body = { targetingKey: 'ada', plan: 'premium' };
    expect((await app.evaluate(body, { key: 'early_access' })).body).toMatchObject({ value: true });
    expect((await app.evaluate(body, { key: 'premium' })).body).toMatchObject({ value: true });
  });

  it('takes its options from a factory', async () => {
    @Module({
      imports: [
        FeatureFlagsModule.forRoot({ initialFlags: shopFlags }),
        OfrepModule.registerAsync({
          path: 'shop',
          guards: [OpenGuard],
          useFactory: () => ({ visibility: ({ key }) => key === 'theme' }),
        }),
      ],
    })
    class AppModule {}
    const app = new OfrepApp(await apps(AppModule));
    expect(keysIn(await app.evaluate({ targetingKey: 'visitor-1' }, { path: '/shop' }))).toStrictEqual(['theme']);
  });

  it('is registered several times, with different paths and flags', async () => {
    const tenants = ['new', 'old'].map((path) =>
      OfrepModule.register({ path, public: true, visibility: ({ key }) => key.startsWith(path) }),
    );
    const app = await start({ path: 'all', public: true }, { imports: tenants });
    const visitor = { targetingKey: 'visitor-1' };
    expect(keysIn(await app.evaluate(visitor, { path: '/new' }))).toStrictEqual(['new_checkout']);
    expect(keysIn(await app.evaluate(visitor, { path: '/old' }))).toStrictEqual(['old_search']);
    expect(keysIn(await app.evaluate(visitor, { path: '/all' }))).toHaveLength(6);
    expect(await app.app.status(BULK, { method: 'POST' })).toBe(404);
  });

  it('does not start if two registrations have the same path', async () => {
    const guarded = OfrepModule.register({ path: '/shop/', guards: [ClosedGuard] });
    await expect(start({ path: 'shop', public: true }, { imports: [guarded] })).rejects.toThrow(
      'OfrepModule is registered 2 times with the path "shop", and only one of them would answer',
    );
  });

  it('can be imported by several modules, if it is registered once', async () => {
    const ofrep = OfrepModule.register({ path: 'shop', public: true });
    @Module({ imports: [ofrep] })
    class OtherModule {}
    const app = await start({ public: true }, { imports: [ofrep, OtherModule] });
    expect((await app.evaluate({ targetingKey: 'visitor-1' }, { path: '/shop' })).status).toBe(200);
  });

  it('has a body limit for each registration', async () => {
    const services = OfrepModule.register({ path: 'internal', guards: [OpenGuard], bodyLimit: 80_000 });
    const app = await start({ public: true, bodyLimit: 2048 }, { imports: [services] });
    const large = { targetingKey: 'visitor-1', note: 'x'.repeat(50_000) };
    expect((await app.evaluate(large, { path: '/internal' })).status).toBe(200);
    expect((await app.evaluate(large)).status).toBe(413);
  });

  it('answers and logs what a middleware throws, without its message', async () => {
    const logger = new RecordingLogger();
    const failures: object[] = [
      new Error('postgres://shop:secret@db'),
      Object.assign(new Error('slow'), { status: 429 }),
      Object.assign(new Error('expired'), { status: 419 }), // has no standard text
    ];
    const prepare = (nest: INestApplication) =>
      nest.use((_request: unknown, _response: unknown, next: (error: unknown) => void) => next(failures.shift()));
    const app = await start({ public: true, logger }, { prepare });
    const visitor = { targetingKey: 'visitor-1' };
    const answers = [await app.evaluate(visitor), await app.evaluate(visitor), await app.evaluate(visitor)];
    expect(answers.map(({ status, body }) => [status, body])).toStrictEqual([
      [500, { errorCode: 'GENERAL', errorDetails: 'Internal Server Error' }],
      [429, { errorCode: 'GENERAL', errorDetails: 'Too Many Requests' }],
      [419, { errorCode: 'GENERAL', errorDetails: 'The request was rejected.' }],
    ]);
    expect(logger.errors).toHaveLength(1);
    expect(logger.errors.join()).not.toContain('postgres');
  });

  it('answers with 503 once the application closes', async () => {
    const app = await start({ public: true });
    await app.app.flags.close();
    const { status, headers, body } = await app.evaluate({ targetingKey: 'visitor-1' });
    expect([status, headers.get('retry-after')]).toStrictEqual([503, '1']);
    expect(body).toStrictEqual({ errorDetails: 'The service is starting or closing.' });
  });
});
