const UNRELEASED = /^## \[Unreleased\]\n(?<changes>[^]*?)(?=^## |$(?![^]))/m;

/** The unreleased changes of a changelog in the form of Keep a Changelog, or undefined without such a section. */
export function unreleasedChanges(changelog) {
  return UNRELEASED.exec(changelog)?.groups?.changes.trim();
}

/** The changelog with its unreleased changes under the heading of a version, below an empty section for the next ones. */
export function releasedChangelog(changelog, version, date) {
  return changelog.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${version}] - ${date}\n`);
}
