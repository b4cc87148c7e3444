import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '../support/temporary-directory.js';

const require = createRequire(import.meta.url);
const oxlint = join(dirname(require.resolve('oxlint/package.json')), 'bin', 'oxlint');
const plugin = fileURLToPath(new URL('../../scripts/lint-rules/plugin.mjs', import.meta.url));

interface Report {
  readonly diagnostics: readonly { readonly message: string; readonly filename: string }[];
}

export interface LintResult {
  /** What the rule reports in the file, in the order of the text. */
  readonly messages: readonly string[];
  /** The file after `--fix`. */
  readonly fixed: string;
}

/** Runs one rule of the project over files of a project of their own, by their paths in it. */
export async function lint(
  rule: string,
  files: Readonly<Record<string, string>>,
): Promise<(path: string) => LintResult> {
  const { path: folder, remove } = await temporaryDirectory();
  try {
    const config = { jsPlugins: [plugin], categories: { correctness: 'off' }, rules: { [`project/${rule}`]: 'error' } };
    await writeFile(join(folder, '.oxlintrc.json'), JSON.stringify(config));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const report = JSON.parse(await run(folder, '--format=json')) as Report;
    await run(folder, '--fix');
    const fixed = new Map<string, string>();
    for (const path of Object.keys(files)) fixed.set(path, await readFile(join(folder, path), 'utf8'));
    return (path) => ({
      messages: report.diagnostics.filter(({ filename }) => filename === path).map(({ message }) => message),
      fixed: fixed.get(path) ?? '',
    });
  } finally {
    await remove();
  }
}

function run(cwd: string, ...options: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [oxlint, ...options], { cwd }, (_exitCode, stdout) => resolve(stdout)); // 1 when it reports
  });
}
