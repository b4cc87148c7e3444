/**
 * A table in Markdown.
 *
 * @param textColumns how many of the first columns are text; the others are figures @default 1
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[], textColumns = 1): string {
  const rule = head.map((_, column) => (column < textColumns ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
