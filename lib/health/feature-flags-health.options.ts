import type { Duration } from '../internal/duration.js';
import { durationOption } from '../internal/options/duration-option.js';
import { objectOption } from '../internal/options/object-option.js';
import { nestedOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import type { FlagManager } from '../manager/flag-manager.js';

/** The longest accepted time of each state of a provider or the store, after which the check is down. */
export interface DownAfter {
  /** After this time with definitions that may be outdated. @default never */
  readonly stale?: Duration | undefined;
  /** After this time without any definitions, while flags return their defaults. @default never */
  readonly failed?: Duration | undefined;
}

/** The options of {@link FeatureFlagsHealthIndicator.check}. */
export interface FeatureFlagsHealthOptions {
  /** The manager to check, such as that of a tenant. @default the manager of `FeatureFlagsModule` */
  readonly flags?: Pick<FlagManager, 'status'> | undefined;
  /** When the check is down because of a provider or the store. @default never: the check is degraded */
  readonly downAfter?: DownAfter | undefined;
}

const OWNER = 'FeatureFlagsHealthIndicator.check';
const duration = durationOption('0ms', '8760h');

const downAfterSchema = new OptionsSchema<DownAfter>(`"downAfter" of ${OWNER}`, { stale: duration, failed: duration });

/** The options of one check. */
export const healthOptionsSchema = new OptionsSchema<FeatureFlagsHealthOptions>(OWNER, {
  flags: objectOption({ what: 'a FlagManager', methods: ['status'], remedy: 'Inject FlagManager, or create one' }),
  downAfter: nestedOption(downAfterSchema),
});
