import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { EnvProvider, FileProvider } from '../../lib/index.js';
import { codeBlocks } from './code-blocks.js';
import { page, pages } from './pages.js';

/** How a flag file begins; other YAML is of Prometheus or GitHub Actions, other JSON a report. */
const SHOWS_FLAGS: Readonly<Record<string, RegExp>> = {
  yaml: /^flags:/m,
  json: /^ {2}"flags": \{/m,
};

/** Every block of the manual that shows a flag file. */
const files = pages().flatMap(({ path, text }) =>
  codeBlocks(text)
    .filter(({ language, code }) => SHOWS_FLAGS[language]?.test(code))
    .map((block) => ({ page: path, ...block })),
);

describe('The flag files in the manual', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manual-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(files)('can be read: $page, line $line', async ({ language, code, line }) => {
    const path = join(folder, `line-${line}.${language}`);
    writeFileSync(path, code);
    const { flags } = await new FileProvider(path).load();
    expect(Object.keys(flags)).not.toStrictEqual([]);
  });

  it('are shown as JSON and as YAML', () => {
    expect(new Set(files.map(({ language }) => language))).toEqual(new Set(['json', 'yaml']));
  });
});

describe('The environment variables in the manual', () => {
  it('are read by the EnvProvider', () => {
    const block = codeBlocks(page('docs/guide/providers.md').text).find(({ code }) => code.startsWith('FEATURE_'));
    const lines = (block?.code ?? '').trim().split('\n');
    const env = Object.fromEntries(
      lines.map((line) =>
        line
          .split(/=(.*)/s)
          .slice(0, 2)
          .map((part) => part.replace(/^'(.*)'$/s, '$1')),
      ),
    );
    const { flags } = new EnvProvider({ env }).load() as { flags: Record<string, { type: string }> };
    expect(Object.entries(flags).map(([key, { type }]) => [key, type])).toEqual([
      ['new_checkout', 'boolean'],
      ['search_v2', 'percentage'],
      ['beta_search', 'user_list'],
      ['checkout.theme', 'variant'],
    ]);
  });
});
