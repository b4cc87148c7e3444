import type { Definitions } from '../../engine/definitions.js';
import { checkDefinitions } from '../../engine/targeting/check/check-definitions.js';
import { systemClock } from '../../manager/clock.js';
import { FlagManager } from '../../manager/flag-manager.js';
import { silentLogger } from '../../manager/silent-logger.js';
import { LocalProvider } from '../../providers/local.provider.js';

/** A manager of the definitions of a file. */
export interface FileManager {
  readonly flags: FlagManager;
  /** Why flags cannot be evaluated, by key; for example, because only the application has their strategy. */
  readonly rejected: ReadonlyMap<string, string>;
}

/**
 * Creates a manager that evaluates the definitions of a file.
 *
 * @param now the time for which flags are evaluated
 */
export async function fileManager(definitions: Definitions, now: number): Promise<FileManager> {
  const flags = new Map(definitions.flags);
  const segments = new Map(definitions.segments);
  const rejected = new Map<string, string>();
  for (;;) {
    const [problem] = checkDefinitions({ flags, segments });
    if (problem === undefined) break;
    const { kind, key, message } = problem;
    if (kind === 'segment')
      segments.delete(key); // then the flags that use it have a problem
    else {
      flags.delete(key);
      rejected.set(key, message);
    }
  }
  const provider = new LocalProvider(Object.fromEntries(flags), { segments: Object.fromEntries(segments) });
  const clock = { ...systemClock, now: () => now };
  const manager = await FlagManager.create({
    providers: [provider],
    clock,
    logger: silentLogger,
    unknownFlags: 'ignore',
  });
  return { flags: manager, rejected };
}
