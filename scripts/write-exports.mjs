// Writes the entry points into package.json, from their list.
import { readFileSync, writeFileSync } from 'node:fs';
import { entryPointFields } from './entry-points.mjs';

const path = new URL('../package.json', import.meta.url);
const manifest = JSON.parse(readFileSync(path, 'utf8'));
writeFileSync(path, `${JSON.stringify({ ...manifest, ...entryPointFields() }, null, 2)}\n`);
