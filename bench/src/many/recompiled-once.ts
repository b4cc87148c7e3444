// A process of its own: replaces one flag among COUNT and prints, as JSON, how many flags are answered by newly compiled
// code afterwards. A strategy of the application's own is called for each compilation, so that it can number them, and
// knows by which number a flag is answered.
import { FlagManager, MemoryProvider, type FlagDefinition } from 'nestjs-feature-flags';
import type { CustomStrategy } from 'nestjs-feature-flags/core';
import { quietLogger } from '../ours/quiet-logger.js';

const count = Number(process.argv[2]);
let compilations = 0;
const answeredBy = new Map<string, number>();
const numbered: CustomStrategy = (_parameters, { key }) => {
  const compilation = ++compilations;
  return () => {
    answeredBy.set(key, compilation);
    return true;
  };
};
const definition: FlagDefinition = { type: 'custom', strategy: 'numbered' };
const keys = Array.from({ length: count }, (_, index) => `shop.flag-${index}`);
const provider = new MemoryProvider(Object.fromEntries(keys.map((key) => [key, definition])));
const flags = await FlagManager.create({ providers: [provider], strategies: { numbered }, logger: quietLogger });

flags.evaluateAll({});
const before = new Map(answeredBy);
const calls = compilations;
const [replaced = ''] = keys;
provider.set(replaced, { ...definition, description: 'Replaced.' });
for (let turn = 0; flags.getFlags().get(replaced)?.description !== 'Replaced.'; turn++) {
  if (turn > 1_000) throw new Error('The change is never in force.');
  await new Promise((resolve) => setImmediate(resolve));
}
flags.evaluateAll({});
const isNew = (key: string) => answeredBy.get(key) !== before.get(key);
const others = keys.filter((key) => key !== replaced && isNew(key)).length;
console.log(JSON.stringify({ others, own: isNew(replaced), strategyCalls: compilations - calls }));
await flags.close();
