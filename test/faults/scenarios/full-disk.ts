import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '../../../lib/store/file/file.store.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { SmallDisk } from '../../support/small-disk.js';
import { atMost, none, within, type Figure } from '../figure.js';

export interface FullDiskSizes {
  /** How often the disk is filled, and freed again. */
  readonly rounds: number;
  /** Changes that are made while it is full. */
  readonly changes: number;
}

const SETTLES_MS = 1000;
const KEY = 'checkout';

/** A file store whose disk is full again and again, under a manager that is asked and changed meanwhile. */
export async function fullDisk({ rounds, changes }: FullDiskSizes): Promise<readonly Figure[]> {
  const disk = SmallDisk.mount();
  const folder = join(disk.path, 'flags');
  const logger = new RecordingLogger();
  const flags = await start(folder, logger);
  try {
    const refused: string[] = [];
    const wrong: string[] = [];
    let longest = 0;
    for (let round = 0; round < rounds; round++) {
      let isOn = round % 2 === 0;
      await flags.setOverride(KEY, isOn, { actor: 'operator', reason: `kept ${round}` });
      disk.fill();
      for (let i = 0; i < changes; i++) {
        const reason = `given up ${round}.${i} ${'r'.repeat(900)}`;
        const began = performance.now();
        const isRefused = await flags.setOverride(KEY, !isOn, { actor: 'operator', reason }).then(
          () => false,
          () => true,
        );
        longest = Math.max(longest, performance.now() - began);
        if (isRefused) refused.push(reason);
        // The first ones may still find space in the last block of the file.
        else isOn = !isOn;
        if (flags.isEnabled(KEY) !== isOn) wrong.push(`round ${round}: ${KEY} is not what was last confirmed`);
      }
      disk.free();
    }
    const began = performance.now();
    await flags.setOverride(KEY, true, { actor: 'operator', reason: 'the last one' });
    const back = performance.now() - began;
    const closing = performance.now();
    await flags.close();
    const closed = performance.now() - closing;
    const log = await readFile(join(folder, 'audit.jsonl'), 'utf8');
    const applied = refused.filter((reason) => log.includes(JSON.stringify(reason)));
    const again = await start(folder, logger);
    if (!again.isEnabled(KEY)) wrong.push('the last change is gone after a restart');
    await again.close();
    const lines = logger.lines.filter((line) => line.includes(`"${STORE}"`)).length;
    const title = `disk filled ${rounds} times`;
    return [
      within(`${title}: the longest change settles`, SETTLES_MS, longest, `${refused.length} refused`),
      none(`${title}: refused changes that are stored all the same`, applied, `${refused.length}`),
      none(`${title}: what is wrong then`, wrong, `${rounds} rounds`),
      within(`${title}: the first change with space again`, SETTLES_MS, back),
      within(`${title}: close`, SETTLES_MS, closed),
      atMost(`${title}: log lines about the store`, { goal: 2 * rounds, measured: lines, unit: 'lines' }),
    ];
  } finally {
    await flags.close().catch(() => undefined);
    disk.unmount();
  }
}

const STORE = 'file-store:faults';

async function start(folder: string, logger: RecordingLogger): Promise<FlagManager> {
  const store = new FileStore(folder, { name: STORE });
  return await FlagManager.create({ store, logger, initialFlags: { [KEY]: false } });
}
