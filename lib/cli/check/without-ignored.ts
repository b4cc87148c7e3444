import { readFileSync } from 'node:fs';
import type { Finding } from '../output/finding.js';

const MARKER = /nestjs-feature-flags-ignore(-file)?\b/;

/**
 * Leaves out findings on lines with the comment `nestjs-feature-flags-ignore`, or below a line that consists of it, and
 * those in files with `nestjs-feature-flags-ignore-file`.
 */
export function withoutIgnored(findings: readonly Finding[]): Finding[] {
  const files = new Map<string, FileComments>();
  return findings.filter(({ place: { file, line } }) => {
    const comments = files.get(file) ?? commentsOf(file);
    files.set(file, comments);
    if (comments.ignoresFile) return false;
    if (line === undefined) return true;
    const [above = '', own = ''] = [comments.lines[line - 2], comments.lines[line - 1]];
    return !MARKER.test(own) && !(MARKER.test(above) && /^\s*(?:\/\/|\/\*|\*|#|\{\/\*)/.test(above));
  });
}

interface FileComments {
  readonly lines: readonly string[];
  readonly ignoresFile: boolean;
}

function commentsOf(file: string): FileComments {
  const lines = linesOf(file);
  return { lines, ignoresFile: lines.some((line) => MARKER.exec(line)?.[1] !== undefined) };
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r\n|\n|\r/);
  } catch {
    return []; // the finding says that the file cannot be read
  }
}
