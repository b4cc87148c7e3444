import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../support/temporary-directory.js';

const script = fileURLToPath(new URL('../../scripts/release/release.mjs', import.meta.url));
const AUTHOR = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' };
const COMMITTER = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
/** Without the variables that git sets for its hooks: they would lead these commands to the project's own repository. */
const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
const env = {
  ...Object.fromEntries(inherited),
  ...AUTHOR,
  ...COMMITTER,
  GIT_CONFIG_GLOBAL: '/dev/null',
  npm_config_update_notifier: 'false',
};

const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Segments.\n\n## [1.0.0] - 2026-01-01\n\n- All.\n';
const MANIFEST = {
  name: 'shop',
  version: '1.0.0',
  repository: { type: 'git', url: 'git+https://example.com/shop.git' },
};
const LOCK_FILE = { name: 'shop', version: '1.0.0', lockfileVersion: 3, packages: { '': MANIFEST } };

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

describe('npm run release', () => {
  let folder: string;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    ({ path: folder, remove } = await temporaryDirectory());
    run('git', 'init', '--quiet', '--initial-branch=main');
    commit({ 'package.json': json(MANIFEST), 'package-lock.json': json(LOCK_FILE), 'CHANGELOG.md': CHANGELOG });
  });
  afterEach(() => remove());

  const run = (command: string, ...args: string[]) => spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
  const git = (...args: string[]): string => run('git', ...args).stdout.trim();
  const release = (...args: string[]) => run(process.execPath, script, ...args);
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const today = new Date().toISOString().slice(0, 10);

  function write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  }

  function commit(files: Readonly<Record<string, string>>): void {
    write(files);
    run('git', 'add', '.');
    run('git', 'commit', '--quiet', '--message', 'Change the shop');
  }

  it('prints each step of a dry run and changes nothing', () => {
    const { status, stdout, stderr } = release('minor', '--dry-run');
    expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toStrictEqual([
      `Would give the unreleased changes in CHANGELOG.md the heading "## [1.1.0] - ${today}"`,
      'Would run: npm version 1.1.0 --no-git-tag-version --allow-same-version --ignore-scripts',
      'Would run: git add CHANGELOG.md package.json package-lock.json',
      'Would run: git commit --message "Release 1.1.0"',
      'Would run: git tag --annotate v1.1.0 --message "Release 1.1.0"',
      'Then publish it from CI, with provenance: git push --atomic origin main v1.1.0',
    ]);
    expect([git('status', '--porcelain'), git('tag'), git('rev-list', '--count', 'HEAD')]).toStrictEqual(['', '', '1']);
  });

  it('writes version and changelog, commits them and tags the commit', () => {
    const { status, stderr } = release('1.2.0');
    expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
    expect(JSON.parse(read('package.json'))).toStrictEqual({ ...MANIFEST, version: '1.2.0' });
    expect(JSON.parse(read('package-lock.json'))).toMatchObject({
      version: '1.2.0',
      packages: { '': { version: '1.2.0' } },
    });
    expect(read('CHANGELOG.md')).toContain(`## [Unreleased]\n\n## [1.2.0] - ${today}\n\n### Added\n\n- Segments.\n`);
    expect(git('log', '-1', '--format=%s')).toBe('Release 1.2.0');
    expect(git('cat-file', '-t', 'v1.2.0')).toBe('tag');
    expect(git('rev-parse', 'v1.2.0^{commit}')).toBe(git('rev-parse', 'HEAD'));
    expect(git('status', '--porcelain')).toBe('');
  });

  it('releases the version of package.json itself when it has no tag yet', () => {
    expect(release('1.0.0', '--dry-run').status).toBe(0);
  });

  it.each<[title: string, prepare: () => void, problem: RegExp]>([
    ['with uncommitted changes', () => write({ 'new.ts': '' }), /uncommitted changes: commit or stash them/],
    ['on another branch', () => run('git', 'switch', '--quiet', '--create', 'fix'), /run "git switch main"/],
    ['when the tag exists', () => run('git', 'tag', 'v1.0.1'), /The tag v1\.0\.1 exists: choose another version/],
    [
      'below the current version',
      () => commit({ 'package.json': json({ ...MANIFEST, version: '2.0.0' }) }),
      /lower than 2\.0\.0/,
    ],
    [
      'without a changelog section',
      () => commit({ 'CHANGELOG.md': '# Changelog\n' }),
      /has no section "## \[Unreleased\]"/,
    ],
    [
      'with an empty changelog section',
      () => commit({ 'CHANGELOG.md': CHANGELOG.replace('- Segments.\n', '') }),
      /is empty: list the changes/,
    ],
    [
      'without a repository, which provenance needs',
      () => commit({ 'package.json': json({ ...MANIFEST, repository: undefined }) }),
      /no "repository".*npm pkg set repository\.type=git repository\.url=/,
    ],
  ])('does not release %s', (_title, prepare, problem) => {
    prepare();
    const before = git('rev-parse', 'HEAD');
    const { status, stderr } = release('1.0.1');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Version 1\.0\.1 cannot be released:/);
    expect(stderr).toMatch(problem);
    expect(stderr.match(/^- /gm)).toHaveLength(1);
    expect(git('rev-parse', 'HEAD')).toBe(before);
  });

  it('rejects a dry run for the same reasons as a release', () => {
    commit({ 'package.json': json({ ...MANIFEST, repository: undefined }) });
    write({ 'new.ts': '' });
    const { status, stderr } = release('patch', '--dry-run');
    expect(status).toBe(1);
    expect(stderr.match(/^- .*/gm)).toHaveLength(2);
  });

  it.each([[[]], [['newest']], [['minor', 'major']], [['minor', '--dryrun']]])(
    'explains its usage when called with %j',
    (args) => {
      const { status, stderr } = release(...args);
      expect({ status, stderr }).toStrictEqual({
        status: 1,
        stderr: 'Usage: npm run release -- <major|minor|patch|VERSION> [--dry-run]\n',
      });
    },
  );
});
