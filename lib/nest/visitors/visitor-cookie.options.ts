import type { IncomingMessage } from 'node:http';
import { milliseconds, type Duration } from '../../internal/duration.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { durationOption } from '../../internal/options/duration-option.js';
import {
  booleanOption,
  checkedElsewhere,
  choiceOption,
  functionOption,
  option,
} from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { TextSigner } from '../../internal/signing/text-signer.js';
import { systemClock, type Clock } from '../../manager/clock.js';
import type { FlagLogger } from '../../manager/flag-logger.js';
import { clockOption, loggerOption } from '../../manager/options/manager-options.schema.js';

/** The options of {@link visitorCookie}. All except the secrets have defaults. */
export interface VisitorCookieOptions {
  /**
   * Signs the cookie: a secret of 32 to 1,024 characters, or a list of up to 10. The first one signs and all of them
   * verify; a cookie that was signed with another one is signed again on the next visit.
   */
  readonly secrets: string | readonly string[];
  /**
   * The name of the cookie, 1 to 64 letters, digits, "_" and "-". A `secure` cookie gets the prefix `__Host-`, or
   * `__Secure-` if it has a `path`. @default 'visitor'
   */
  readonly name?: string | undefined;
  /**
   * How long a visitor keeps the same id, 1 minute to 9,600 hours (400 days, the most that browsers accept). Visits do
   * not extend it. @default '8760h'
   */
  readonly lifetime?: Duration | undefined;
  /** Whether the cookie is sent over HTTPS only. @default true */
  readonly secure?: boolean | undefined;
  /** Whether other sites' requests carry the cookie; `none` needs `secure`. @default 'lax' */
  readonly sameSite?: 'strict' | 'lax' | 'none' | undefined;
  /** The path below which the cookie is sent. @default '/' */
  readonly path?: string | undefined;
  /**
   * Whether a visitor has agreed to the cookie. Unless it returns `true`, the visitor has no id, and a cookie that the
   * request carries is deleted. It receives the request of Express, or the raw request of Fastify. @default always
   */
  readonly consent?: ((request: IncomingMessage) => boolean) | undefined;
  /** The source of time. @default the system clock */
  readonly clock?: Pick<Clock, 'now'> | undefined;
  /** Receives an error if `consent` fails, and a warning if another `visitorCookie` handles the same requests. @default Nest's logger */
  readonly logger?: FlagLogger | undefined;
}

/** The options with all defaults. */
export interface ResolvedVisitorOptions {
  readonly signer: TextSigner;
  /** The name with its prefix. */
  readonly name: string;
  /** The lifetime in seconds. */
  readonly lifetime: number;
  readonly secure: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none';
  readonly path: string;
  readonly consent: (request: IncomingMessage) => unknown;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: FlagLogger | undefined;
}

const PURPOSE = 'nestjs-feature-flags visitor cookie';

const visitorOptions = new OptionsSchema<VisitorCookieOptions>(
  'visitorCookie',
  {
    secrets: checkedElsewhere, // by the signer, whose errors reveal nothing about them
    name: option(
      (value) => typeof value === 'string' && /^[A-Za-z0-9][\w-]{0,63}$/.test(value),
      'must be a letter or digit, then up to 63 letters, digits, "_" and "-"; the prefix of a secure cookie is added',
    ),
    lifetime: durationOption('1m', '9600h'),
    secure: booleanOption,
    sameSite: choiceOption('strict', 'lax', 'none'),
    path: option(
      (value) => typeof value === 'string' && /^\/[\w./~-]{0,255}$/.test(value),
      'must be a path of up to 256 characters, such as "/shop"',
    ),
    consent: functionOption(),
    clock: clockOption,
    logger: loggerOption,
  },
  { required: ['secrets'] },
);

/**
 * Validates the options and adds the defaults, which are defined only here.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 */
export function resolveVisitorOptions(given: VisitorCookieOptions): ResolvedVisitorOptions {
  const options = visitorOptions.read(given);
  const { name = 'visitor', secure = true, sameSite = 'lax', path = '/' } = options;
  if (sameSite === 'none' && !secure) {
    throw new InvalidOptionsError(
      'Option "sameSite" of visitorCookie is "none", which browsers accept only with "secure".',
    );
  }
  return {
    signer: new TextSigner(options.secrets, PURPOSE, 'Option "secrets" of visitorCookie'),
    name: `${prefixOf(secure, path)}${name}`,
    lifetime: Math.floor(milliseconds(options.lifetime ?? '8760h') / 1000),
    secure,
    sameSite,
    path,
    consent: options.consent ?? (() => true),
    clock: options.clock ?? systemClock,
    logger: options.logger,
  };
}

/** Prefixes with which browsers reject a cookie that another subdomain, or a page without HTTPS, tries to set. */
function prefixOf(secure: boolean, path: string): string {
  if (!secure) return '';
  return path === '/' ? '__Host-' : '__Secure-';
}
