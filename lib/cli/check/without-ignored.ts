import { readFileSync } from 'node:fs';
import type { Finding } from '../output/finding.js';

const MARKER = /nestjs-feature-flags-ignore(-file)?\b/;

/**
 * Leaves out findings on lines with the comment `nestjs-feature-flags-ignore`, or below a line that consists of it, and
 * those in files with `nestjs-feature-flags-ignore-file`.
 */
export function withoutIgnored(findings: readonly Finding[]): Finding[] {
  const lines = new Map<string, readonly string[]>();
  return findings.filter(({ place: { file, line } }) => {
    const all = lines.get(file) ?? linesOf(file);
    lines.set(file, all);
    if (all.some((each) => MARKER.exec(each)?.[1] !== undefined)) return false;
    if (line === undefined) return true;
    const [above = '', own = ''] = [all[line - 2], all[line - 1]];
    return !MARKER.test(own) && !(MARKER.test(above) && /^\s*(?:\/\/|\/\*|\*|#|\{\/\*)/.test(above));
  });
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r\n|\n|\r/);
  } catch {
    return []; // the finding says that the file cannot be read
  }
}
