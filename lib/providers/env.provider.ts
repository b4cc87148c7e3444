import { InvalidFlagError, type FlagIssue } from '../engine/flag.errors.js';
import type { Flag } from '../engine/flag.js';
import { FlagLimits } from '../engine/flag-limits.js';
import { option, textOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameOption } from '../internal/options/part-name.js';
import { withoutGiven } from '../engine/parse/issue-message.js';
import { tryParseFlag } from '../engine/parse/parse-flag.js';
import { flagKeyOfEnvName } from './env-name.js';
import { parseJsonText } from './flag-text/parse-json-text.js';
import { describeProblem, type ParsedText } from './flag-text/parsed-text.js';
import type { FlagProvider, FlagSet, Unwatch } from './flag-provider.js';

/** The options of {@link EnvProvider}. */
export interface EnvProviderOptions {
  /** The prefix of the variables' names. @default 'FEATURE_' */
  readonly prefix?: string | undefined;
  /** The variables. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The name of the provider. @default 'env' */
  readonly name?: string | undefined;
}

const providerOptions = new OptionsSchema<EnvProviderOptions>('EnvProvider', {
  prefix: textOption(FlagLimits.nameLength, 0),
  env: option(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object of variables',
  ),
  name: partNameOption,
});

/**
 * Reads flags from environment variables, one for each flag, when the application boots. Segments are not supported.
 *
 * | value | flag |
 * |---|---|
 * | `true`, `on`, `1`, `false`, `off`, `0` (any case) | boolean |
 * | `percentage:25.5` | percentage |
 * | `users:ada,grace` | user list |
 * | `{"type":"variant",…}` | any definition, as JSON |
 *
 * `envNameOf` describes how names map to keys. An invalid variable causes an error with its name; values are never
 * shown.
 */
export class EnvProvider implements FlagProvider {
  readonly name: string;
  readonly #prefix: string;
  readonly #env: Readonly<Record<string, string | undefined>>;

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
  constructor(options: EnvProviderOptions = {}) {
    const { name = 'env', prefix = 'FEATURE_', env = process.env } = providerOptions.read(options);
    this.name = name;
    this.#prefix = prefix;
    this.#env = env;
  }

  /** @throws {InvalidFlagError} (`INVALID_FLAG`) listing every invalid variable */
  load(): FlagSet {
    const flags: Record<string, Flag> = {};
    const issues: FlagIssue[] = [];
    const variables = new Map<string, string>();
    for (const [variable, text] of Object.entries(this.#env)) {
      if (!variable.startsWith(this.#prefix) || variable === this.#prefix || text === undefined) continue;
      const key = flagKeyOfEnvName(variable.slice(this.#prefix.length));
      const rival = variables.get(key);
      if (rival !== undefined) {
        issues.push({ path: [variable], message: `defines flag "${key}", and so does ${rival}: remove one of them` });
        continue;
      }
      variables.set(key, variable);
      const definition = definitionOf(text.trim());
      if (definition === undefined || 'problem' in definition) {
        issues.push({
          path: [variable],
          message: definition === undefined ? UNREADABLE : describeProblem(text.trim(), definition),
        });
        continue;
      }
      const parsed = tryParseFlag(key, definition.value);
      if (parsed.definition !== undefined) flags[key] = parsed.definition;
      else issues.push(...parsed.issues.map((issue) => issueOf(variable, issue)));
    }
    if (issues.length > 0) throw new InvalidFlagError(issues, `environment variables "${this.#prefix}*"`);
    return { flags };
  }

  watch(): Unwatch {
    return () => {}; // the environment is fixed when the process starts
  }
}

/** The problem of a variable, without the given value, because a variable with a wrong name may contain a secret. */
function issueOf(variable: string, { path, message }: FlagIssue): FlagIssue {
  return { path: [variable, ...path.slice(1)], message: withoutGiven(message) };
}

const UNREADABLE = 'must be true, false, "percentage:25.5", "users:a,b" or a definition in JSON';

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['off', false],
  ['0', false],
]);

/** Parses the value of a variable; `undefined` if it has none of the forms. */
function definitionOf(text: string): ParsedText | undefined {
  const enabled = SWITCHES.get(text.toLowerCase());
  if (enabled !== undefined) return { value: enabled };
  if (text.startsWith('percentage:')) return { value: { type: 'percentage', percentage: numberOf(text.slice(11)) } };
  if (text.startsWith('users:')) return { value: { type: 'user_list', users: listOf(text.slice(6)) } };
  const parsed = parseJsonText(text);
  return 'value' in parsed || text.startsWith('{') ? parsed : undefined;
}

function numberOf(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]));
}
