import { optionalPackage } from './optional-package.js';
import { messageOf } from './provider.errors.js';

/** How a flag file is written. */
export type FlagFileFormat = 'json' | 'yaml';

/**
 * The data that a flag file holds. What is wrong is told by its place only: the text of a file never reaches a message.
 *
 * @throws {Error} with a message that names line and column
 */
export async function parseFlagFile(text: string, format: FlagFileFormat): Promise<unknown> {
  return format === 'json' ? parseJson(text) : await parseYaml(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw new Error(`is not valid JSON${placeOf(text, error)}`);
  }
}

function placeOf(text: string, error: unknown): string {
  const position = /position (\d+)/.exec(messageOf(error))?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

async function parseYaml(text: string): Promise<unknown> {
  const yaml = await optionalPackage('yaml', 'read flags from a YAML file', () => import('yaml'));
  const document = yaml.parseDocument(text, { prettyErrors: true, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    const place = error.linePos?.[0];
    throw new Error(
      `is not valid YAML: ${error.code}${place === undefined ? '' : ` (line ${place.line}, column ${place.col})`}`,
    );
  }
  return document.toJS({ maxAliasCount: 100 });
}
