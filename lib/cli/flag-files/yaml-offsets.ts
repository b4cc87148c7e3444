import type * as JsYaml from 'js-yaml';
import type { DefinitionPath } from './definition-path.js';

interface OpenCollection {
  readonly path: DefinitionPath;
  /** The next index of a list; `undefined` for a mapping. */
  index: number | undefined;
  /** The key whose value comes next. */
  key: string | undefined;
}

/** The offsets of all values of a valid YAML text, by their paths as JSON. Values of aliases and merges have none. */
export function yamlOffsets(text: string, yaml: typeof JsYaml): ReadonlyMap<string, number> {
  const { EVENT_ID } = yaml;
  const offsets = new Map<string, number>();
  const open: OpenCollection[] = [];

  /** The path of the value that begins at an offset. */
  const enter = (offset: number): DefinitionPath => {
    const parent = open.at(-1);
    if (parent === undefined) return [];
    const path = [...parent.path, parent.index ?? parent.key ?? ''];
    if (parent.index === undefined) parent.key = undefined;
    else {
      parent.index++;
      offsets.set(JSON.stringify(path), offset);
    }
    return path;
  };

  for (const event of yaml.parseEvents(text, {})) {
    const parent = open.at(-1);
    const isKey = parent !== undefined && parent.index === undefined && parent.key === undefined;
    if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.SEQUENCE) open.push({ path: enter(event.start), index: 0, key: undefined });
    else if (event.type === EVENT_ID.MAPPING) open.push({ path: enter(event.start), index: undefined, key: undefined });
    else if (event.type === EVENT_ID.SCALAR && isKey) {
      parent.key = yaml.getScalarValue(text, event);
      const { valueStart } = event;
      const isQuoted = /["']/.test(text[valueStart - 1] ?? '') && event.style !== yaml.SCALAR_STYLE.PLAIN;
      offsets.set(JSON.stringify([...parent.path, parent.key]), valueStart - (isQuoted ? 1 : 0));
    } else if (event.type === EVENT_ID.SCALAR) enter(event.valueStart);
    else if (event.type === EVENT_ID.ALIAS) enter(event.anchorStart);
  }
  return offsets;
}
