/** A text as a string literal, whatever `standard_conforming_strings` is. */
export function quotedText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted.replaceAll('\\', String.raw`\\`)}` : quoted;
}

/** SQL as a string literal in dollar quotes, which may contain such literals. */
export function dollarQuoted(sql: string): string {
  let tag = '$sql$';
  for (let i = 1; sql.includes(tag); i++) tag = `$sql_${i}$`;
  return `${tag}${sql}${tag}`;
}
