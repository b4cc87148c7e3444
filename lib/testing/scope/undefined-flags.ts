import { FlagManager } from '../../manager/flag-manager.js';
import type { FlagReader } from '../../manager/reading/flag-reader.js';
import { silentLogger } from '../../manager/silent-logger.js';

let reader: FlagReader | undefined;

/** A reader for which no flag is defined, so that all flags are off except those that a test forces. */
export function undefinedFlags(): FlagReader {
  return (reader ??= new FlagManager({ logger: silentLogger }));
}
