import { isFlagKey } from '../../engine/flag-key.js';
import type { FlagKey } from '../../engine/typed-flags.js';
import { milliseconds, type Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import {
  checkedElsewhere,
  listOption,
  option,
  textOption,
  wholeNumberOption,
} from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReader } from '../../internal/options/options-schema.js';
import { isPlainObject } from '../../internal/options/plain-entries.js';
import { LONGEST_LIFETIME } from '../../tokens/create-override-token.js';
import { tokenSigner } from '../../tokens/override-token-text.js';
import { OverrideTokenVerifier } from '../../tokens/override-token-verifier.js';
import { TokenLimits } from '../../tokens/token-limits.js';

/** The flags that tokens may force: the listed ones, or all except the listed ones. */
export type OverridableFlags = readonly FlagKey[] | { readonly except: readonly FlagKey[] };

/** The option `requestOverrides`: which tokens are accepted, and for which flags. */
export interface RequestOverridesOptions {
  /**
   * Verify tokens: a secret of 32 to 1,024 characters, or a list of up to 10, so that a secret can be rotated. Use
   * other secrets in each environment.
   */
  readonly secrets: string | readonly string[];
  /** The name of this application and environment, such as `shop-staging`; tokens for another one are ignored. */
  readonly audience: string;
  /** The flags that tokens may force: a list, or `{ except: [...] }` for all others. */
  readonly flags: OverridableFlags;
  /** The name of the request header that carries a token; `false` for none. @default 'feature-flag-token' */
  readonly header?: string | false | undefined;
  /** The name of the cookie that carries a token; `false` for none. @default 'feature-flag-token' */
  readonly cookie?: string | false | undefined;
  /** The longest lifetime of a token, from becoming valid to expiring, 1 second to 720 hours. @default '24h' */
  readonly maxLifetime?: Duration | undefined;
  /** The maximum length of a token, in characters: 256 to 8,192. @default 4096 */
  readonly maxLength?: number | undefined;
}

/** The options with all defaults. */
export interface ResolvedRequestOverrides {
  readonly verifier: OverrideTokenVerifier;
  readonly mayForce: (key: string) => boolean;
  /** The name of the header in lower case. */
  readonly header: string | undefined;
  readonly cookie: string | undefined;
}

const NAME = /^[A-Za-z0-9][\w-]{0,63}$/;
const nameOption = option<string | false>(
  (value) => value === false || (typeof value === 'string' && NAME.test(value)),
  'must be false, or a letter or digit and up to 63 letters, digits, "_" and "-"',
);

const keysOption = listOption('flag keys', option<FlagKey>(isFlagKey, 'must be a flag key'));

const flagsOption: OptionReader<OverridableFlags> = (value, place) => {
  if (Array.isArray(value)) return keysOption(value, place);
  if (isPlainObject(value) && Object.keys(value).join() === 'except') {
    return { except: keysOption(value['except'], `Member "except" of ${place}`) };
  }
  throw new InvalidOptionsError(`${place} must be a list of flag keys, or { except: [...] } for all other flags.`);
};

export const requestOverridesSchema = new OptionsSchema<RequestOverridesOptions>(
  'requestOverrides',
  {
    secrets: checkedElsewhere, // by the signer, whose errors reveal nothing about them
    audience: textOption(TokenLimits.audience),
    flags: flagsOption,
    header: nameOption,
    cookie: nameOption,
    maxLifetime: durationOption('1s', LONGEST_LIFETIME),
    maxLength: wholeNumberOption(256, 8192),
  },
  { required: ['secrets', 'audience', 'flags'] },
);

/**
 * Adds the defaults, which are defined only here.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 */
export function resolveRequestOverrides(options: RequestOverridesOptions): ResolvedRequestOverrides {
  const { header = DEFAULT_NAME, cookie = DEFAULT_NAME } = options;
  if (header === false && cookie === false) {
    throw new InvalidOptionsError(
      'Options "header" and "cookie" of requestOverrides are both false, so no token can arrive: set one of them.',
    );
  }
  return {
    verifier: new OverrideTokenVerifier({
      signer: tokenSigner(options.secrets, 'Option "secrets" of requestOverrides'),
      audience: options.audience,
      maxLifetime: milliseconds(options.maxLifetime ?? '24h'),
      maxLength: options.maxLength ?? 4096,
    }),
    mayForce: permission(options.flags),
    header: header === false ? undefined : header.toLowerCase(),
    cookie: cookie === false ? undefined : cookie,
  };
}

const DEFAULT_NAME = 'feature-flag-token';

function permission(flags: OverridableFlags): (key: string) => boolean {
  if ('except' in flags) {
    const excepted = new Set<string>(flags.except);
    return (key) => !excepted.has(key);
  }
  const allowed = new Set<string>(flags);
  return (key) => allowed.has(key);
}
