import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Pages of the site whose files are outside of this folder, by the copy from which the site is built. */
export const projectPages = {
  'docs/project/changelog.md': 'CHANGELOG.md',
  'docs/project/contributing.md': 'CONTRIBUTING.md',
  'docs/project/security-policy.md': 'SECURITY.md',
  'docs/project/benchmark.md': 'bench/README.md',
  'docs/project/benchmark-results.md': 'bench/RESULTS.md',
};

/**
 * Copies them into this folder: VitePress compiles only what is in it.
 *
 * @param {string} root the folder of the repository
 */
export function copyProjectPages(root) {
  for (const [copy, file] of Object.entries(projectPages)) {
    mkdirSync(join(root, dirname(copy)), { recursive: true });
    copyFileSync(join(root, file), join(root, copy));
  }
}
