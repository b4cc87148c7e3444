import type { IncomingMessage } from 'node:http';
import { Controller, Get, Header, Module, Res, UseGuards } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import {
  CurrentFlagContext,
  FeatureFlagsModule,
  FlagGuard,
  visitorCookie,
  type FlagContext,
  type VisitorCookieOptions,
} from '../../../lib/index.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { adapters, httpApps, type HttpAnswer } from '../../support/http-app.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const OLD_SECRET = 'o'.repeat(32);
const SECRET = 's'.repeat(32);
const YEAR_S = 8760 * 3600;

interface AnyResponse {
  header(name: string, value: string): unknown;
}

@Controller()
class PagesController {
  @Get()
  page(@CurrentFlagContext() { sessionId }: FlagContext) {
    return { sessionId };
  }

  @Get('cached')
  @Header('Cache-Control', 'public, max-age=3600')
  @Header('CDN-Cache-Control', 'max-age=3600')
  @Header('Surrogate-Control', 'max-age=3600')
  cached() {
    return {};
  }

  @Get('basket')
  basket(@Res({ passthrough: true }) response: AnyResponse) {
    response.header('set-cookie', 'basket=7');
    return {};
  }

  @Get('dark')
  @UseGuards(FlagGuard('secret_launch'))
  dark() {
    return {};
  }
}

@Module({
  imports: [FeatureFlagsModule.forRoot({ visitorSessions: true, initialFlags: { secret_launch: false } })],
  controllers: [PagesController],
})
class SiteModule {}

function cookiesOf({ headers }: HttpAnswer): string[] {
  return headers.getSetCookie();
}

function headerNames({ headers }: HttpAnswer): string[] {
  return [...headers.keys()].toSorted();
}

function rejectedConsent(): unknown {
  return Promise.reject(new Error('no session'));
}

function hasConsent({ headers }: IncomingMessage): boolean {
  return headers.cookie?.includes('consent=yes') === true;
}

describe.each(adapters)('visitorCookie on $name', (adapter) => {
  const start = httpApps(adapter);

  async function site(options: Partial<VisitorCookieOptions> = {}) {
    const app = await start(SiteModule, (nest) => nest.use(visitorCookie({ secrets: SECRET, ...options })));
    const ask = (path: string, cookie?: string) => app.ask(path, cookie === undefined ? {} : { headers: { cookie } });
    const visit = async (cookie?: string) => {
      const answer = await ask('/', cookie);
      const [set] = cookiesOf(answer);
      const { sessionId } = JSON.parse(answer.text) as { sessionId?: string };
      return { id: sessionId, set, cookie: set?.split(';')[0] ?? cookie ?? '' };
    };
    return { ask, visit };
  }

  it('gives each visitor a random id in a signed cookie that scripts and other subdomains cannot reach', async () => {
    const { visit } = await site();
    const [one, other] = [await visit(), await visit()];
    expect(one.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(other.id).not.toBe(one.id);
    const [value, ...attributes] = one.set?.split('; ') ?? [];
    expect(value).toMatch(RegExp(`^__Host-visitor=v1\\.${one.id}\\.\\d+\\.[\\w-]{43}$`));
    expect(attributes.toSorted()).toEqual(['HttpOnly', `Max-Age=${YEAR_S}`, 'Path=/', 'SameSite=Lax', 'Secure']);
  });

  it('recognizes the visitor on the next visit, and sets no other cookie', async () => {
    const { visit } = await site();
    const first = await visit();
    expect(await visit(`theme=dark; ${first.cookie}; lang=de`)).toMatchObject({ id: first.id, set: undefined });
  });

  it.each<[string, (cookie: string, id: string) => string]>([
    ['of another id', (cookie, id) => cookie.replace(id, '00000000-0000-4000-8000-000000000000')],
    ['of another date', (cookie) => cookie.replace(/\.(\d+)\./, '.9999999999.')],
    ['without a signature', (cookie) => cookie.replace(/\.[\w-]{43}$/, '')],
    ['with a shorter signature', (cookie) => cookie.slice(0, -1)],
    ['that is the bare id', (_, id) => `__Host-visitor=${id}`],
    ['that is empty', () => '__Host-visitor='],
    ['that is oversized', (cookie) => `${cookie}${'x'.repeat(7000)}`],
    ['that is quoted', (cookie) => cookie.replace(/=(.*)$/, '="$1"')],
  ])('replaces a cookie %s', async (_, forge) => {
    const { visit } = await site();
    const known = await visit();
    const forged = await visit(forge(known.cookie, known.id ?? ''));
    expect(forged.id).not.toBe(known.id);
    expect(forged.id).not.toMatch(/^0{8}/);
    expect(forged.set).toContain(`__Host-visitor=v1.${forged.id}.`);
  });

  it('replaces a cookie that is older than the lifetime, even if the browser still sends it', async () => {
    const clock = new ManualClock();
    const { visit } = await site({ lifetime: '1h', clock });
    const known = await visit();
    expect(known.set).toContain('Max-Age=3600');
    clock.advance(3_599_000);
    expect((await visit(known.cookie)).id).toBe(known.id);
    clock.advance(1000);
    expect((await visit(known.cookie)).id).not.toBe(known.id);
  });

  it('signs a cookie of the former secret again, with the same id and date of expiry', async () => {
    const clock = new ManualClock();
    const before = await (await site({ secrets: OLD_SECRET, lifetime: '2h', clock })).visit();
    clock.advance(3_600_000);
    const rotated = await (await site({ secrets: [SECRET, OLD_SECRET], lifetime: '2h', clock })).visit(before.cookie);
    expect(rotated).toMatchObject({ id: before.id, set: expect.stringContaining('Max-Age=3600;') });
    const after = await (await site({ lifetime: '2h', clock })).visit(rotated.cookie);
    expect(after).toMatchObject({ id: before.id, set: undefined });
  });

  it('replaces a cookie whose secret is no longer in the list', async () => {
    const before = await (await site({ secrets: OLD_SECRET })).visit();
    const after = await (await site()).visit(before.cookie);
    expect(after.id).not.toBe(before.id);
    expect(after.set).toBeDefined();
  });

  it('finds the signed one among several cookies of the same name', async () => {
    const { visit } = await site();
    const known = await visit();
    const tossed = '__Host-visitor=v1.forged';
    expect(await visit(`${tossed}; ${known.cookie}`)).toMatchObject({ id: known.id, set: undefined });
    expect(await visit(`${known.cookie}; ${tossed}`)).toMatchObject({ id: known.id, set: undefined });
  });

  it('gives concurrent first requests different ids, of which the browser keeps one', async () => {
    const { visit } = await site();
    const visits = await Promise.all(Array.from({ length: 20 }, () => visit()));
    expect(new Set(visits.map(({ id }) => id)).size).toBe(20);
    const last = visits.at(-1);
    expect(await visit(last?.cookie)).toMatchObject({ id: last?.id, set: undefined });
  });

  it('identifies nobody without consent, and deletes the cookie of a visitor who has withdrawn it', async () => {
    const { visit } = await site({ consent: hasConsent });
    expect(await visit()).toMatchObject({ id: undefined, set: undefined });
    const agreed = await visit('consent=yes');
    expect(agreed.set).toContain(`v1.${agreed.id}.`);
    const withdrawn = await visit(agreed.cookie);
    expect(withdrawn.id).toBeUndefined();
    expect(withdrawn.set).toMatch(/^__Host-visitor=; Max-Age=0; Path=\/; HttpOnly; Secure/);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'throws',
      () => {
        throw new TypeError('ada@example.com');
      },
      /"consent" of visitorCookie threw a TypeError/,
    ],
    ['returns a promise', () => Promise.resolve(true), /must return true or false, not a promise/],
  ])('identifies nobody when "consent" %s, and logs it once', async (_, consent, message) => {
    const logger = new RecordingLogger();
    const { visit } = await site({ consent: consent as () => boolean, logger });
    expect(await visit()).toMatchObject({ id: undefined, set: undefined });
    expect(await visit()).toMatchObject({ id: undefined, set: undefined });
    expect(logger.errors).toHaveLength(1);
    expect(logger.errors[0]).toMatch(message);
    expect(logger.errors[0]).not.toContain('ada@');
  });

  it('keeps the process alive when "consent" rejects', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    const { visit } = await site({ consent: rejectedConsent as () => boolean, logger: new RecordingLogger() });
    process.on('unhandledRejection', note);
    const { id } = await visit();
    process.off('unhandledRejection', note);
    expect([id, unhandled]).toStrictEqual([undefined, []]);
  });

  it('keeps a response with a new cookie out of all caches, and leaves others as they are', async () => {
    const { ask, visit } = await site();
    const fresh = await ask('/cached');
    expect(fresh.headers.get('cache-control')).toBe('private, no-store');
    expect([fresh.headers.get('cdn-cache-control'), fresh.headers.get('surrogate-control')]).toEqual([null, null]);
    const known = await ask('/cached', (await visit()).cookie);
    expect(known.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(known.headers.get('surrogate-control')).toBe('max-age=3600');
  });

  it('keeps the cookies that the handler sets', async () => {
    const { ask } = await site();
    const cookies = cookiesOf(await ask('/basket'));
    expect(cookies).toHaveLength(2);
    expect(cookies).toEqual(expect.arrayContaining(['basket=7', expect.stringMatching(/^__Host-visitor=/)]));
  });

  it('answers a dark route like one that does not exist', async () => {
    const { ask } = await site();
    const [dark, missing] = [await ask('/dark'), await ask('/none')];
    expect(cookiesOf(dark)).toHaveLength(1);
    expect(cookiesOf(missing)).toHaveLength(1);
    expect(dark.status).toBe(missing.status);
    expect(dark.text.replace('/dark', '/none')).toBe(missing.text);
    expect(headerNames(dark)).toEqual(headerNames(missing));
    expect(dark.headers.get('cache-control')).toBe(missing.headers.get('cache-control'));
  });

  it('uses the name, path and attributes of the options', async () => {
    const plain = await (await site({ name: 'guest', secure: false, sameSite: 'strict', path: '/shop' })).visit();
    expect(plain.set).toMatch(/^guest=v1\.\S+; Max-Age=\d+; Path=\/shop; HttpOnly; SameSite=Strict$/);
    const secure = await (await site({ path: '/shop', sameSite: 'none' })).visit();
    expect(secure.set).toMatch(/^__Secure-visitor=v1\.\S+; Max-Age=\d+; Path=\/shop; HttpOnly; Secure; SameSite=None$/);
  });

  it('runs once for a request, even if it is registered twice', async () => {
    const middleware = visitorCookie({ secrets: SECRET });
    const app = await start(SiteModule, (nest) => nest.use(middleware).use(middleware));
    expect(cookiesOf(await app.ask('/'))).toHaveLength(1);
  });

  it('ignores a second one with other options, and warns of it once', async () => {
    const logger = new RecordingLogger();
    const second = visitorCookie({ secrets: OLD_SECRET, name: 'guest', logger });
    const app = await start(SiteModule, (nest) => nest.use(visitorCookie({ secrets: SECRET })).use(second));
    const answers = [await app.ask('/'), await app.ask('/dark')];
    expect(answers.flatMap(cookiesOf)).toEqual(answers.map(() => expect.stringMatching(/^__Host-visitor=/)));
    expect(logger.warnings).toEqual([expect.stringContaining('so this one ("__Host-guest") was ignored')]);
  });

  it('warns once when the module expects visitors and the middleware is not registered', async () => {
    const logger = new RecordingLogger();
    const flags = FeatureFlagsModule.forRoot({ visitorSessions: true, logger, initialFlags: { secret_launch: true } });
    class UnidentifiedModule {}
    Module({ imports: [flags], controllers: [PagesController] })(UnidentifiedModule);
    const app = await start(UnidentifiedModule);
    expect([await app.text('/'), await app.text('/')]).toEqual(['{}', '{}']);
    expect(logger.warnings).toEqual([expect.stringMatching(/the middleware visitorCookie\(\) has not run/)]);
  });

  it('does not become the session without "visitorSessions"', async () => {
    class OtherModule {}
    Module({
      imports: [FeatureFlagsModule.forRoot({ initialFlags: { secret_launch: true } })],
      controllers: [PagesController],
    })(OtherModule);
    const app = await start(OtherModule, (nest) => nest.use(visitorCookie({ secrets: SECRET })));
    const answer = await app.ask('/');
    expect([answer.text, cookiesOf(answer).length]).toEqual(['{}', 1]);
  });
});
