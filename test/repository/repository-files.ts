import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

const root = new URL('../../', import.meta.url);

/** A YAML file of the repository; its shape is for the caller to check. */
export function readYaml<Shape>(path: string): Shape {
  return load(readFileSync(new URL(path, root), 'utf8')) as Shape;
}

/** A JSON file of the repository. */
export function readJson<Shape>(path: string): Shape {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Shape;
}
