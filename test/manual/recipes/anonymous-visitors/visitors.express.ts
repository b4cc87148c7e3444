import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import type { NextFunction, Request, Response } from 'express';

const COOKIE = '__Host-visitor';
const YEAR_MS = 365 * 24 * 3_600_000;

/** Call it in main.ts, before `listen`. The first secret signs, all of them verify. */
export function identifyVisitors(app: NestExpressApplication, secrets: string[]): void {
  app.use(cookieParser(secrets));
  app.use((request: Request & { visitorId?: string }, response: Response, next: NextFunction) => {
    const { [COOKIE]: known } = request.signedCookies as Record<string, string | false | undefined>;
    request.visitorId = known || randomUUID(); // a cookie with a wrong signature is `false`
    if (!known) {
      const options = { httpOnly: true, secure: true, sameSite: 'lax', path: '/', signed: true } as const;
      response.cookie(COOKIE, request.visitorId, { ...options, maxAge: YEAR_MS });
    }
    next();
  });
}
