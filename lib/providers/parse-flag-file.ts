import { jsonErrorPosition } from './json-error-position.js';
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
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(json);
  } catch (error) {
    const before = json.slice(0, jsonErrorPosition(json, messageOf(error))).split('\n');
    throw new Error(`is not valid JSON (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`);
  }
}

async function parseYaml(text: string): Promise<unknown> {
  const yaml = await optionalPackage('yaml', 'read flags from a YAML file', () => import('yaml'));
  const document = yaml.parseDocument(text, { prettyErrors: true, logLevel: 'error' });
  const [error] = document.errors;
  if (error !== undefined) {
    const place = error.linePos?.[0];
    throw new Error(
      `is not valid YAML: ${error.code}${place === undefined ? '' : ` (line ${place.line}, column ${place.col})`}`,
    );
  }
  return document.toJS({ maxAliasCount: 100 });
}
