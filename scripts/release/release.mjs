// Prepares a release: changelog, version, commit and tag. Pushing the tag publishes it: .github/workflows/release.yml.
// Usage: npm run release -- <major|minor|patch|VERSION> [--dry-run]
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import semver from 'semver';
import { releasedChangelog } from './changelog.mjs';
import { git, npm } from './commands.mjs';
import { releaseProblems } from './release-problems.mjs';

const USAGE = 'Usage: npm run release -- <major|minor|patch|VERSION> [--dry-run]';
const RELEASE_TYPES = new Set(['major', 'minor', 'patch']);

process.exitCode = release(process.argv.slice(2));

function release(args) {
  const { version: asked, isDryRun } = readArguments(args);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const version = nextVersion(manifest.version, asked);
  if (version === undefined) return fail([USAGE]);
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const problems = releaseProblems({ manifest, version, changelog });
  if (problems.length > 0)
    return fail([`Version ${version} cannot be released:`, ...problems.map((each) => `- ${each}`)]);
  for (const { what, run } of stepsOf(version, changelog)) {
    print(isDryRun ? `Would ${what}` : `Will ${what}`);
    if (!isDryRun) run();
  }
  print(`Then publish it from CI, with provenance: git push --atomic origin main v${version}`);
  return 0;
}

/** What the command line asks for; no version when it cannot be understood. */
function readArguments(args) {
  try {
    const options = { 'dry-run': { type: 'boolean', default: false } };
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { version: positionals.length === 1 ? positionals[0] : undefined, isDryRun: values['dry-run'] };
  } catch {
    return {}; // an unknown option
  }
}

function nextVersion(current, asked) {
  return RELEASE_TYPES.has(asked) ? semver.inc(current, asked) : (semver.valid(asked) ?? undefined);
}

function stepsOf(version, changelog) {
  const date = new Date().toISOString().slice(0, 10);
  const files = ['CHANGELOG.md', 'package.json', 'package-lock.json'];
  return [
    {
      what: `give the unreleased changes in CHANGELOG.md the heading "## [${version}] - ${date}"`,
      run: () => writeFileSync('CHANGELOG.md', releasedChangelog(changelog, version, date)),
    },
    commandStep(npm, ['version', version, '--no-git-tag-version', '--allow-same-version', '--ignore-scripts']),
    commandStep(git, ['add', ...files]),
    commandStep(git, ['commit', '--message', `Release ${version}`]),
    commandStep(git, ['tag', '--annotate', `v${version}`, '--message', `Release ${version}`]),
  ];
}

function commandStep(command, args) {
  const shown = args.map((arg) => (arg.includes(' ') ? JSON.stringify(arg) : arg)).join(' ');
  return { what: `run: ${command.name} ${shown}`, run: () => command(...args) };
}

function fail(lines) {
  process.stderr.write(`${lines.join('\n')}\n`);
  return 1;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
