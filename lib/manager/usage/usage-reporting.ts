import { isoTime } from '../../engine/time/iso-time.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { FlagUsageReport } from '../../store/usage/flag-usage.js';
import { byKey } from '../../store/usage/usage-order.js';
import type { DefinitionRegistry } from '../definitions/definition-registry.js';
import type { UsageParts } from '../parts/usage-parts.js';

export interface UsageReportingOptions extends Pick<UsageParts, 'usage' | 'usageSink'> {
  readonly definitions: Pick<DefinitionRegistry, 'definitions'>;
  readonly now: () => number;
}

/** Reports how flags were used. */
export class UsageReporting {
  readonly #options: UsageReportingOptions;

  constructor(options: UsageReportingOptions) {
    this.#options = options;
  }

  /**
   * Returns how often each flag has given which answer, and when it was last evaluated. It includes what all instances
   * that share the store have counted, until their last flush, and what this instance has counted until now. Flags that
   * are defined here but were never evaluated are listed, too.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when usage is neither counted here nor kept by the store
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the store cannot be reached
   * @throws {StoreFailedError} (`STORE_FAILED`) when the stored usage cannot be read
   */
  async getUsage(): Promise<FlagUsageReport> {
    const { usage, usageSink, definitions } = this.#options;
    if (usageSink === undefined) {
      throw new InvalidOptionsError('Usage is not counted: set the option "usage" of the FlagManager to true.');
    }
    const report = await (usage === undefined ? usageSink.readUsage() : usage.report());
    const now = isoTime(this.#options.now());
    const { since, until, instances, flags } = report ?? { since: now, until: now, instances: 0, flags: [] };
    const counted = new Set(flags.map(({ key }) => key));
    const unused = [...definitions.definitions.flags.keys()].filter((key) => !counted.has(key));
    const all = [...flags, ...unused.map((key) => ({ key, answers: [] }))].toSorted(byKey);
    return { since, until, instances, flags: all };
  }
}
