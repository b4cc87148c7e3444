import { setImmediate } from 'node:timers/promises';
import type { FlagContext } from '../../lib/engine/flag-context.js';
import type { FlagDefinitions } from '../../lib/engine/flag.js';
import type {
  ExternalContext,
  ExternalFlagProvider,
  ExternalResult,
} from '../../lib/manager/external/external-flag-provider.js';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { RecordingLogger } from './recording-logger.js';

/** The flags of a vendor, which are evaluated asynchronously, after a few turns of the event loop. */
export class VendorFlags implements ExternalFlagProvider {
  readonly name = 'vendor';
  /** The flag and the targeting key of each evaluation. */
  readonly asked: string[] = [];
  readonly #flags: Promise<FlagManager>;

  constructor(
    definitions: FlagDefinitions,
    readonly keys: readonly string[] = [],
  ) {
    this.#flags = FlagManager.create({ initialFlags: definitions, logger: new RecordingLogger() });
  }

  contextOf({ userId, userAttributes }: FlagContext): object {
    return { ...(userId === undefined ? {} : { userId }), userAttributes: { ...userAttributes } };
  }

  async evaluate(key: string, context: ExternalContext): Promise<ExternalResult> {
    this.asked.push(`${key} ${typeof context['userId'] === 'string' ? context['userId'] : '-'}`);
    const flags = await this.#flags;
    for (let turn = 0; turn < this.asked.length % 4; turn++) await setImmediate(); // in another order than they were asked
    const evaluation = flags.evaluate(key, context);
    return evaluation.reason === 'flag_not_found' ? { outcome: 'not_found' } : { outcome: 'answer', evaluation };
  }
}
