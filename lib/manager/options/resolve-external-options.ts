import { assertFlagKey } from '../../engine/flag-key.js';
import { milliseconds, type Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';
import { listOption } from '../../internal/options/option-readers.js';
import type { ExternalFlagProvider } from '../external/external-flag-provider.js';
import { ExternalLimits } from '../external/external-limits.js';

/** An external provider with all defaults; durations are in milliseconds. */
export interface ResolvedExternalOptions {
  readonly provider: ExternalFlagProvider;
  readonly keys: readonly string[];
  readonly timeout: number;
}

const DEFAULT_TIMEOUT: Duration = '500ms';

const timeoutOption = durationOption('1ms', '10m');
const keysOption = listOption<string>(
  'flag keys',
  (key) => {
    assertFlagKey(key);
    return key;
  },
  ExternalLimits.keys,
);

/**
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the timeout or the list of keys is invalid
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when a key is invalid
 */
export function resolveExternalOptions(
  provider: ExternalFlagProvider | undefined,
): ResolvedExternalOptions | undefined {
  if (provider === undefined) return undefined;
  const { keys = [], timeout = DEFAULT_TIMEOUT } = provider;
  return Object.freeze({
    provider,
    keys: keysOption(keys, 'Option "keys" of the external flag provider'),
    timeout: milliseconds(timeoutOption(timeout, 'Option "timeout" of the external flag provider')),
  });
}
