// Loads every entry point where no optional package is installed: those that need none load, and each of the others
// names a package that it needs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { entryPackages } from './entry-packages.mjs';

const require = createRequire(import.meta.url);
const { name, peerDependenciesMeta } = JSON.parse(
  readFileSync(new URL('./node_modules/nestjs-feature-flags/package.json', import.meta.url), 'utf8'),
);

for (const [entry, packages] of Object.entries(entryPackages)) {
  const id = name + entry.slice(1);
  const needed = packages.filter((each) => peerDependenciesMeta[each]?.optional === true);
  if (needed.length === 0) {
    assert.ok(Object.keys(await import(id)).length > 0, `${id} exports nothing`);
    continue;
  }
  const isNamed = ({ message }) => needed.some((each) => message.includes(`'${each}'`));
  await assert.rejects(import(id), isNamed, `import('${id}') names none of ${needed.join(', ')}`);
  assert.throws(() => require(id), isNamed, `require('${id}') names none of ${needed.join(', ')}`);
}
process.stdout.write('done\n');
