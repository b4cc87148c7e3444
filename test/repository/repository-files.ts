import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

const root = new URL('../../', import.meta.url);

/** A YAML file of the repository; its shape is for the caller to check. */
export function readYaml(path: string): unknown {
  return load(readFileSync(new URL(path, root), 'utf8'));
}

/** A JSON file of the repository. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'));
}
