// A process that changes flags as fast as it can, until somebody kills it.
// Usage: node operator.mjs DIST FOLDER SEED; "start" and "go" on standard input begin the two phases.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { seededRandom } from './seeded-random.mjs';

const [built, folder, seed] = process.argv.slice(2);
// CommonJS and without Nest: it loads in two thirds of the time, and there are hundreds of processes.
const require = createRequire(pathToFileURL(join(built, 'cjs', 'package.json')));
const { FlagManager } = require('./manager/flag-manager.js');
const { FileStore } = require('./store/file/file.store.js');
const random = seededRandom(Number(seed));
const pick = (list) => list[Math.floor(random() * list.length)];
const say = (message) => writeSync(1, `${JSON.stringify(message)}\n`); // out before the next statement runs
const complain = (message) => writeSync(2, `${message}\n`);

const commands = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
await commands.next();

const KEYS = ['checkout', 'search', 'premium', 'theme', 'sale'];
const flags = await FlagManager.create({
  initialFlags: Object.fromEntries(KEYS.map((key) => [key, true])), // an override without a flag is complained of
  store: new FileStore(folder),
  logger: { log: complain, warn: complain, error: complain },
});
const versions = new Map();
flags.changes$.subscribe(({ reason, version }) => versions.set(reason, versions.get(reason) ?? version)); // not what is due later
await new Promise((resolve) => setImmediate(resolve)); // no change is half in force between two turns
say({ version: flags.status().version, overrides: flags.getOverrides(), schedules: flags.getSchedules() });
await commands.next();

let count = 0;

async function change() {
  const label = `${seed}.${++count}`; // the change's own name, kept in the audit log as its reason
  const key = pick(KEYS);
  const whose = pick([{}, { unit: 'ada' }, { unit: 'bob' }]);
  const origin = { actor: 'operator', reason: label };
  const options = { ...whose, ...origin };
  if (random() < 0.2) {
    // Made by two entries of one append when its time comes, which may be in a later process.
    const later = { type: 'set_override', key, serve: { value: label }, ...whose };
    try {
      await flags.schedule(later, new Date(Date.now() + 5 + random() * 40), origin);
    } catch (error) {
      if (error.code !== 'INVALID_SCHEDULE') throw error;
      return; // on a slow machine, its time had passed before its turn came
    }
  } else if (random() < 0.25) {
    if (!(await flags.clearOverride(key, options))) return;
  } else {
    const serve = pick([
      true,
      false,
      { value: 'dark' },
      { value: { label, text: 'ü'.repeat(Math.floor(random() * 500)) } },
    ]);
    const end = random() < 0.2 ? { expiresAt: new Date(Date.now() + 10 + random() * 40) } : {};
    try {
      await flags.setOverride(key, serve, { ...options, ...end });
    } catch (error) {
      if (!('expiresAt' in end) || error.code !== 'INVALID_OVERRIDE') throw error;
      return; // on a slow machine, it had expired before its turn came
    }
  }
  say({ acknowledged: label, version: versions.get(label) });
}

for (;;) await Promise.all(Array.from({ length: pick([1, 1, 2, 4]) }, change));
