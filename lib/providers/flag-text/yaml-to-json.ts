import { optionalPackage } from '../../internal/optional-package.js';
import { packageRequire } from '../../internal/package-require.js';
import { parseYamlText } from './parse-yaml-text.js';
import { describeProblem } from './parsed-text.js';
import { convertInWorker } from './yaml-worker.js';

/**
 * Longer texts are parsed in a worker. Shorter ones take a few milliseconds, while a worker takes about 40 to start.
 */
export const WORKER_LENGTH = 64 * 1024;

/**
 * Converts YAML to JSON, in time proportional to its length. Problems are reported by their position only; messages
 * never contain parts of the file.
 *
 * @param signal aborts a worker
 * @throws {Error} with line and column
 * @throws {MissingPackageError} (`MISSING_PACKAGE`) when `js-yaml` is not installed
 */
export async function yamlToJson(text: string, signal: AbortSignal): Promise<string> {
  const yaml = await optionalPackage('js-yaml', 'read flags from a YAML file', () => import('js-yaml'));
  if (!('parseEvents' in yaml)) throw new Error('needs js-yaml 5.5 or newer. Install it with: npm install js-yaml@5');
  const converted =
    text.length > WORKER_LENGTH
      ? await convertInWorker({ text, yamlPath: packageRequire().resolve('js-yaml') }, signal)
      : parseYamlText(text, yaml);
  if ('problem' in converted) throw new Error(describeProblem(text, converted));
  return 'json' in converted ? converted.json : JSON.stringify(converted.value ?? null);
}
