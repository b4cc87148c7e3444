import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** The versions that were measured, by package. */
export function installedVersions(packages: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(packages.map((name) => [name, versionOf(name)]));
}

function versionOf(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(`${PACKAGES}${name}/package.json`, 'utf8'));
  return (manifest as { readonly version: string }).version;
}
