// Loads every entry point by require, and finds there what import finds.
const assert = require('node:assert/strict');
const { name, exports: entries } = require('nestjs-feature-flags/package.json');

async function main() {
  for (const entry of Object.keys(entries).filter((each) => !each.endsWith('.json'))) {
    const id = name + entry.slice(1);
    const required = require(id);
    const imported = await import(id);
    assert.deepEqual(Object.keys(required).toSorted(), Object.keys(imported).toSorted());
    assert.ok(Object.keys(required).length > 0, `${id} exports nothing`);
    for (const key of Object.keys(required)) assert.equal(required[key], imported[key], `two copies of ${key}`);
  }
  process.stdout.write('done\n');
}

void main();
