import { describe, expect, it } from '@jest/globals';
import { optionalPackage } from '../../../lib/internal/optional-package.js';
import { MissingPackageError } from '../../../lib/internal/missing-package.error.js';

describe('optionalPackage', () => {
  it('returns the package when it is installed', async () => {
    const { dump } = await optionalPackage('js-yaml', 'write YAML', () => import('js-yaml'));
    expect(dump({ search: true })).toBe('search: true\n');
  });

  it('explains what the missing package is for and how to install it', async () => {
    const cause = Object.assign(new Error("Cannot find package 'js-yaml'"), { code: 'ERR_MODULE_NOT_FOUND' });
    const missing = optionalPackage('js-yaml', 'read flags from a YAML file', () => Promise.reject(cause));
    await expect(missing).rejects.toBeInstanceOf(MissingPackageError);
    await expect(missing).rejects.toMatchObject({
      code: 'MISSING_PACKAGE',
      message: expect.stringContaining('is needed to read flags from a YAML file: run "npm install js-yaml". See '),
      cause,
    });
  });

  it('rethrows what an installed package throws', async () => {
    const broken = new SyntaxError('Unexpected token');
    await expect(optionalPackage('js-yaml', 'read YAML', () => Promise.reject(broken))).rejects.toBe(broken);
  });
});
