import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { rules as added } from '../../scripts/lint-rules/plugin.mjs';

const root = resolve(import.meta.dirname, '../..');

interface LintConfig {
  readonly jsPlugins: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
  readonly ignorePatterns: readonly string[];
  readonly overrides: readonly { readonly rules: Readonly<Record<string, unknown>> }[];
}

/** The configuration of oxlint, which is JSON with comments. */
async function lintConfig(): Promise<LintConfig> {
  const { config } = ts.parseConfigFileTextToJson('', await readFile(resolve(root, '.oxlintrc.json'), 'utf8'));
  return config as LintConfig;
}

const ownRules = Object.keys(added).map((name) => `project/${name}`);

describe('The lint rules of the project', () => {
  it.each(ownRules)('include %s as an error for every file', async (rule) => {
    const { jsPlugins, rules, overrides } = await lintConfig();
    expect(jsPlugins).toContain('./scripts/lint-rules/plugin.mjs');
    expect(rules[rule]).toBe('error');
    expect(overrides.filter((override) => rule in override.rules)).toStrictEqual([]);
  });

  it('ignore no folder but those of generated files', async () => {
    expect((await lintConfig()).ignorePatterns).toStrictEqual(['**/dist/**', 'coverage/**']);
  });
});
