import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import { stringifySetCookie } from 'cookie';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { FlagLogger } from '../../manager/flag-logger.js';
import { safeLogger } from '../../manager/safe-logger.js';
import { topicLogger } from '../../manager/topic-logger.js';
import { cookieValues } from '../http/cookie-values.js';
import { makePrivate } from '../http/private-response.js';
import { readVisitor, writeVisitor, type KnownVisitor, type Visitor } from './visitor-cookie-value.js';
import {
  resolveVisitorOptions,
  type ResolvedVisitorOptions,
  type VisitorCookieOptions,
} from './visitor-cookie.options.js';
import { hasVisitor, setVisitorId } from './visitor-ids.js';

/**
 * Creates a middleware for Express and Fastify that gives each visitor a random id in a signed, `HttpOnly` cookie. Register it with `app.use()`
 * before the application starts, so that it runs before routing. Use the id as `sessionId` with the module's option
 * `visitorSessions`, or in your own resolver with {@link visitorIdOf}.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 * @example
 * app.use(visitorCookie({ secrets: [process.env.VISITOR_SECRET] }));
 */
export function visitorCookie(
  options: VisitorCookieOptions,
): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const visitors = new VisitorCookies(resolveVisitorOptions(options));
  return (request, response, next) => {
    visitors.handle(request, response);
    next();
  };
}

/** Reads and sets the cookies of visitors. */
class VisitorCookies {
  readonly #options: ResolvedVisitorOptions;
  readonly #reporter: BoundedReporter;
  readonly #logger: FlagLogger;
  /** The requests whose visitors it has identified: a framework may pass a request to a middleware again. */
  readonly #identified = new WeakSet<IncomingMessage>();
  #hasReportedOther = false;

  constructor(options: ResolvedVisitorOptions) {
    this.#options = options;
    const logger = safeLogger(options.logger ?? new Logger('FeatureFlags'));
    this.#logger = logger;
    this.#reporter = new BoundedReporter(
      (line) => topicLogger(logger, 'visitor-consent-failed').error(line),
      'failures of "consent"',
    );
  }

  /** Identifies the visitor of a request, unless this or another middleware has done so. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    if (!hasVisitor(request)) {
      this.#identified.add(request);
      setVisitorId(request, this.#identify(request, response));
    } else if (!this.#identified.has(request)) {
      this.#reportOther();
    }
  }

  #reportOther(): void {
    if (this.#hasReportedOther) return;
    this.#hasReportedOther = true;
    topicLogger(this.#logger, 'visitor-cookie-ignored').warn(
      'Another visitorCookie() has identified the visitor of a request, so this one ' +
        `("${this.#options.name}") was ignored: register only one of them for each path. This is logged once.`,
    );
  }

  /** The id of the visitor; `undefined` without consent. Sets or deletes the cookie if necessary. */
  #identify(request: IncomingMessage, response: ServerResponse): string | undefined {
    const { name, signer, clock } = this.#options;
    const values = cookieValues(request, name);
    if (!this.#hasConsent(request)) {
      if (values.length > 0) this.#set(response, '', 0);
      return undefined;
    }
    const now = Math.floor(clock.now() / 1000);
    const known = this.#knownVisitor(values, now);
    const visitor = known ?? { id: randomUUID(), createdAt: now };
    if (known?.isCurrent !== true) this.#set(response, writeVisitor(visitor, signer), this.#remaining(visitor, now));
    return visitor.id;
  }

  /** The first signed cookie that has not expired: another subdomain or path may have set others. */
  #knownVisitor(values: readonly string[], now: number): KnownVisitor | undefined {
    for (const value of values) {
      const visitor = readVisitor(value, this.#options.signer);
      if (visitor !== undefined && this.#remaining(visitor, now) > 0) return visitor;
    }
    return undefined;
  }

  #remaining({ createdAt }: Visitor, now: number): number {
    return createdAt + this.#options.lifetime - now;
  }

  #hasConsent(request: IncomingMessage): boolean {
    try {
      const answer = this.#options.consent(request);
      if (typeof answer === 'boolean') return answer;
      ignoreRejection(answer);
      this.#reporter.report(`"consent" of visitorCookie must return true or false, not ${kindOf(answer)}: ${DENIED}.`);
      return false;
    } catch (error) {
      this.#reporter.report(`"consent" of visitorCookie threw ${thrownName(error)}: ${DENIED}.`);
      return false;
    }
  }

  #set(response: ServerResponse, value: string, maxAge: number): void {
    const { name, path, secure, sameSite } = this.#options;
    const cookie = stringifySetCookie({ name, value, maxAge, path, secure, sameSite, httpOnly: true });
    makePrivate(response, () => response.appendHeader('Set-Cookie', cookie));
  }
}

const DENIED = 'visitors have no id until it is fixed';
