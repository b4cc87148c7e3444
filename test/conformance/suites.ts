import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const place = resolve(root, process.env['CONFORMANCE_DIR'] ?? '../shared/conformance');

/** A folder of the public suites, which are no part of this project. */
export function suiteFolder(...path: string[]): string {
  const folder = join(place, ...path);
  if (existsSync(folder)) return folder;
  throw new Error(
    `There is no folder ${folder}: from GitHub, put Unleash/client-specification there as "unleash", ` +
      'microsoft/FeatureManagement as "microsoft", the folder specification/assets/gherkin of open-feature/spec as ' +
      '"openfeature", and the folder service of open-feature/protocol as "ofrep", or set CONFORMANCE_DIR to the ' +
      'folder that holds them.',
  );
}

/** The names of a folder's files that end in `suffix`, sorted. */
export function filesOf(folder: string, suffix: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .toSorted();
}

/** What a JSON file holds; the suite documents its shape. */
export function readJson(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
