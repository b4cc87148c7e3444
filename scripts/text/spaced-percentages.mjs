import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib-program.mjs';
import { hasSpacedPercentage } from './sentence-rules.mjs';

const FILES = ['*.md', '*.ts', '*.mts', '*.mjs', '*.yml'];

/** Every line of the project with a space before a percent sign. English writes none: `50%`. */
export function spacedPercentages() {
  const paths = execFileSync('git', ['ls-files', '--', ...FILES], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n');
  return paths.flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').split('\n');
    return lines.flatMap((line, i) => (hasSpacedPercentage(line) ? [`${path}:${i + 1}: ${line.trim()}`] : []));
  });
}
