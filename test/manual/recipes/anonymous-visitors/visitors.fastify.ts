import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const COOKIE = '__Host-visitor';
const YEAR_S = 365 * 24 * 3600;

/** Call it in main.ts, before `listen`. The first secret signs, all of them verify. */
export async function identifyVisitors(app: NestFastifyApplication, secrets: string[]): Promise<void> {
  await app.register(fastifyCookie, { secret: secrets });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    const signed = request.cookies[COOKIE];
    const { valid, value } = signed === undefined ? { valid: false, value: null } : request.unsignCookie(signed);
    const known = valid ? value : null;
    const visitorId = known ?? randomUUID();
    Object.assign(request, { visitorId });
    if (known === null) {
      const options = { httpOnly: true, secure: true, sameSite: 'lax', path: '/', signed: true } as const;
      reply.setCookie(COOKIE, visitorId, { ...options, maxAge: YEAR_S });
    }
  });
}
