import { extname } from 'node:path';
import { optionalPackage } from '../../internal/optional-package.js';
import { parseJsonText } from '../../providers/flag-text/parse-json-text.js';
import { parseYamlText } from '../../providers/flag-text/parse-yaml-text.js';
import { describeProblem, type ParsedText } from '../../providers/flag-text/parsed-text.js';
import type { DefinitionPath, FindOffset } from './definition-path.js';
import { JsonOffsets } from './json-offsets.js';
import { yamlOffsets } from './yaml-offsets.js';

/** The value of a text, or why it cannot be parsed. */
export type FlagText =
  | { readonly value: unknown; readonly offsetOf: FindOffset }
  | { readonly problem: string; readonly offset: number | undefined };

/** Parses JSON or, by the extension of the file, YAML. */
export async function parseFlagText(file: string, text: string): Promise<FlagText> {
  return /^\.ya?ml$/i.test(extname(file)) ? await parseYaml(text) : parseJson(text);
}

function parseJson(text: string): FlagText {
  const offsets = new JsonOffsets(text);
  return textOf(text, parseJsonText(text), (path) => offsets.of(path));
}

async function parseYaml(text: string): Promise<FlagText> {
  const yaml = await optionalPackage('js-yaml', 'read flags from a YAML file', () => import('js-yaml'));
  let offsets: ReadonlyMap<string, number> | undefined;
  return textOf(text, parseYamlText(text, yaml), (path) => {
    offsets ??= yamlOffsets(text, yaml);
    return nearestOffset(offsets, path);
  });
}

function textOf(text: string, parsed: ParsedText, offsetOf: FindOffset): FlagText {
  if ('value' in parsed) return { value: parsed.value, offsetOf };
  return { problem: describeProblem(text, parsed), offset: parsed.offsets.at(-1) };
}

function nearestOffset(offsets: ReadonlyMap<string, number>, path: DefinitionPath): number {
  for (let length = path.length; length > 0; length--) {
    const offset = offsets.get(JSON.stringify(path.slice(0, length)));
    if (offset !== undefined) return offset;
  }
  return 0;
}
