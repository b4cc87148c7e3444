import { resolve } from 'node:path';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../..');

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** Where it begins in the file. */
  readonly line: number;
}

/** All fenced code blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: code = '', index }) => ({
    language,
    code,
    line: markdown.slice(0, index).split('\n').length,
  }));
}

/** The rows of the table whose header begins with `heading`: the cells of each, without backticks. */
export function tableRows(markdown: string, heading: string): string[][] {
  const lines = markdown.split('\n');
  const header = lines.findIndex(
    (line) => line.startsWith('|') && line.replaceAll(/[` |]/g, '').startsWith(heading.replaceAll(' ', '')),
  );
  const end = lines.findIndex((line, i) => i > header && !line.startsWith('|'));
  return lines.slice(header + 2, end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}
