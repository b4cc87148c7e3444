import { readFileSync } from 'node:fs';

const PACKAGES = new URL('../../../node_modules/', import.meta.url);

/** A package with its installed version, such as `@openfeature/web-sdk 1.10.0`. */
export function packageName(name: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL(`${name}/package.json`, PACKAGES), 'utf8'));
  return `${name} ${version}`;
}
