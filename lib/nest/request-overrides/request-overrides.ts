import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ForcedFlags } from '../../engine/forced-flags.js';
import type { Clock } from '../../manager/clock.js';
import type { RequestOverrideCounts } from '../../manager/scope/request-override-counts.js';
import type { VerifiedToken } from '../../tokens/override-token-verifier.js';
import { cookieValues } from '../http/cookie-values.js';
import { makePrivate } from '../http/private-response.js';
import type { RequestOverrideLog } from './request-override-log.js';
import type { ResolvedRequestOverrides } from './request-overrides.options.js';

/** The response header that names the flags that were forced. */
const RESPONSE_HEADER = 'Feature-Flag-Overrides';

/** Reads the tokens of requests, and decides which flags they force. */
export class RequestOverrides {
  readonly #options: ResolvedRequestOverrides;
  readonly #log: RequestOverrideLog;
  readonly #clock: Pick<Clock, 'now'>;
  /** The results of requests with a token: Fastify runs its hooks again when a dark route calls the not-found handler. */
  readonly #known = new WeakMap<IncomingMessage, { readonly forced: ForcedFlags | undefined }>();

  constructor(options: ResolvedRequestOverrides, log: RequestOverrideLog, clock: Pick<Clock, 'now'>) {
    this.#options = options;
    this.#log = log;
    this.#clock = clock;
  }

  /**
   * Returns the flags that the token of a request forces, and names them in the response, which no cache may store then;
   * `undefined` without a valid token.
   */
  forcedBy(request: IncomingMessage, response: ServerResponse): ForcedFlags | undefined {
    const known = this.#known.get(request);
    if (known !== undefined) return known.forced;
    const verified = this.#verifiedToken(request);
    if (verified === undefined) return undefined;
    const forced = this.#allowed(verified);
    this.#known.set(request, { forced });
    if (forced !== undefined) this.#announce([...forced.keys()], response);
    return forced;
  }

  counts(): RequestOverrideCounts {
    return this.#log.counts();
  }

  /** The first valid token, else the first problem; `undefined` without a token. The header takes precedence. */
  #verifiedToken(request: IncomingMessage): VerifiedToken | undefined {
    const now = this.#clock.now();
    let first: VerifiedToken | undefined;
    for (const token of this.#tokensOf(request)) {
      const verified = this.#options.verifier.verify(token, now);
      if (verified.flags !== undefined) return verified;
      first ??= verified;
    }
    return first;
  }

  #tokensOf(request: IncomingMessage): readonly string[] {
    const { header, cookie } = this.#options;
    const given = header !== undefined && Object.hasOwn(request.headers, header) ? request.headers[header] : undefined;
    if (given !== undefined) return [given].flat();
    return cookie === undefined ? [] : cookieValues(request, cookie);
  }

  /** The flags of a token that it may force; `undefined` if there are none. Everything else is counted. */
  #allowed({ flags, fault }: VerifiedToken): ForcedFlags | undefined {
    if (flags === undefined) {
      this.#log.addIgnoredToken(fault);
      return undefined;
    }
    const [allowed, refused] = [new Map(flags), [...flags.keys()].filter((key) => !this.#options.mayForce(key))];
    for (const key of refused) {
      allowed.delete(key);
      this.#log.addIgnoredFlag(key);
    }
    return allowed.size === 0 ? undefined : allowed;
  }

  #announce(keys: readonly string[], response: ServerResponse): void {
    this.#log.addUse(keys);
    makePrivate(response, () => {
      response.setHeader(RESPONSE_HEADER, keys.join(', '));
      response.appendHeader('Vary', this.#sources());
    });
  }

  /** The request headers on which the response depends. */
  #sources(): string {
    const { header, cookie } = this.#options;
    return [header, cookie === undefined ? undefined : 'Cookie'].filter((name) => name !== undefined).join(', ');
  }
}
