import semver from 'semver';
import { unreleasedChanges } from './changelog.mjs';
import { git } from './commands.mjs';

const BRANCH = 'main';

/** Why a version cannot be released, and what to do about it. */
export function releaseProblems({ manifest, version, changelog }) {
  return [
    git('status', '--porcelain') !== '' && 'The working tree has uncommitted changes: commit or stash them.',
    git('branch', '--show-current') !== BRANCH && `Releases are made from ${BRANCH}: run "git switch ${BRANCH}".`,
    git('tag', '--list', `v${version}`) !== '' && `The tag v${version} exists: choose another version.`,
    semver.lt(version, manifest.version) && `It is lower than ${manifest.version}, the version in package.json.`,
    changelogProblem(unreleasedChanges(changelog)),
    manifest.repository === undefined && NO_REPOSITORY,
  ].filter((problem) => typeof problem === 'string');
}

const NO_REPOSITORY =
  'package.json has no "repository", which npm needs to attest where the package was built. Add it: ' +
  'npm pkg set repository.type=git repository.url=git+https://HOST/OWNER/NAME.git';

function changelogProblem(changes) {
  if (changes === undefined) return 'CHANGELOG.md has no section "## [Unreleased]": add it, with the changes.';
  if (!changes.includes('- ')) return 'The section "## [Unreleased]" of CHANGELOG.md is empty: list the changes.';
  return undefined;
}
