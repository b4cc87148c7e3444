import { optionalPackage } from '../../internal/optional-package.js';
import { packageRequire } from '../../internal/package-require.js';
import { parseInWorker } from './parse-in-worker.js';
import { parseJsonText } from './parse-json-text.js';
import { parseYamlText } from './parse-yaml-text.js';
import { describeProblem, type ParsedText } from './parsed-text.js';

/** How a flag file is written. */
export type FlagFileFormat = 'json' | 'yaml';

/** Longer texts are parsed in a worker: shorter ones take a few milliseconds, and a worker takes about 40 to start. */
export const WORKER_LENGTH = 64 * 1024;

/**
 * The data that a flag file holds, in time proportional to its length. Problems are reported by their position only: the text
 * of a file never reaches a message.
 *
 * @param signal ends a worker
 * @throws {Error} with a message that names line and column
 * @throws {MissingPackageError} (`MISSING_PACKAGE`) when it is YAML and there is no package to read it
 */
export async function parseFlagText(text: string, format: FlagFileFormat, signal: AbortSignal): Promise<unknown> {
  const parsed = await parse(text, format, signal);
  if ('value' in parsed) return parsed.value;
  throw new Error(describeProblem(text, parsed));
}

async function parse(text: string, format: FlagFileFormat, signal: AbortSignal): Promise<ParsedText> {
  const isLong = text.length > WORKER_LENGTH;
  if (format === 'json') return isLong ? await parseInWorker({ text }, signal) : parseJsonText(text);
  const yaml = await optionalPackage('js-yaml', 'read flags from a YAML file', () => import('js-yaml'));
  if (!('parseEvents' in yaml)) throw new Error('needs js-yaml 5.5 or newer. Install it with: npm install js-yaml@5');
  if (!isLong) return parseYamlText(text, yaml);
  return await parseInWorker({ text, yamlPath: packageRequire().resolve('js-yaml') }, signal);
}
