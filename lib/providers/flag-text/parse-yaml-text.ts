/* oxlint-disable unicorn/consistent-function-scoping -- the function's source is run on its own in a worker */
import type * as JsYaml from 'js-yaml';
import type { ParsedText } from './parsed-text.js';

/**
 * Parses YAML 1.2 with merge keys (`<<`). It is stricter than the package: a mapping must not have duplicate keys, the
 * expansion of aliases is limited, and numbers must be represented exactly or at least be finite.
 *
 * Its source is run in a worker, so it must not refer to anything outside itself except globals.
 */
export function parseYamlText(text: string, yaml: typeof JsYaml): ParsedText {
  const MAX_DEPTH = 100;
  const MAX_ALIASED = 100_000;
  const TEXT = 100; // characters of a text that count as one value, because aliases repeat text as well
  const { EVENT_ID, SCALAR_STYLE, CORE_SCHEMA, mergeTag, parseEvents, constructFromEvents } = yaml;

  interface Collection {
    /** The keys of a mapping so far, with their positions; `undefined` for a list. */
    readonly keys: Map<string, number> | undefined;
    readonly anchor: string;
    isKeyDue: boolean;
    /** The number of values, including those that aliases repeat. */
    size: number;
  }
  const open: Collection[] = [];
  /** The size of the value of each anchor; 0 while it is open. */
  const anchors = new Map<string, number>();
  let aliased = 0;
  let documents = 0;

  const refuse = (problem: string, ...offsets: number[]): ParsedText => ({ problem, offsets });
  const anchorOf = (event: { anchorStart: number; anchorEnd: number }): string =>
    event.anchorStart < 0 ? '' : text.slice(event.anchorStart, event.anchorEnd);

  /** The property name of a key: `1`, `0x1` and `"1"` are the same. */
  const propertyOf = (key: string, isPlain: boolean): string => {
    if (!isPlain) return key;
    if (/^(?:null|Null|NULL|~|)$/.test(key)) return 'null';
    if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(key)) return key.toLowerCase();
    const number = numberOf(key);
    return number === undefined ? key : String(number);
  };
  /** The number that a plain scalar denotes in the core schema. */
  const numberOf = (word: string): number | undefined => {
    if (/^[-+]?\.(?:inf|Inf|INF)$/.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
    if (/^\.(?:nan|NaN|NAN)$/.test(word)) return NaN;
    if (!/^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$/.test(word)) return undefined;
    return Number(word);
  };
  /** Adds a value to the open collection. */
  const count = (size: number): void => {
    const parent = open.at(-1);
    if (parent === undefined) return;
    parent.size += size;
    if (parent.keys !== undefined) parent.isKeyDue = !parent.isKeyDue;
  };

  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH });
    for (const event of events) {
      const parent = open.at(-1);
      const isKey = parent?.isKeyDue === true;
      if (event.type === EVENT_ID.DOCUMENT) {
        if (++documents > 1) return refuse('contains more than one YAML document: keep one');
        open.push({ keys: undefined, anchor: '', isKeyDue: false, size: 0 });
      } else if (event.type === EVENT_ID.POP) {
        const { anchor, size } = open.pop() ?? { anchor: '', size: 0 };
        if (anchor !== '') anchors.set(anchor, size);
        count(size);
      } else if (event.type === EVENT_ID.ALIAS) {
        const at = event.anchorStart;
        if (isKey) return refuse('has an alias as a key ({}): write the key itself', at);
        const size = anchors.get(anchorOf(event));
        if (size === undefined) return refuse('has an alias without an anchor above it ({})', at);
        if (size === 0) return refuse('has an alias inside its own anchor ({})', at);
        aliased += size;
        if (aliased > MAX_ALIASED) {
          return refuse(`has aliases that expand to more than ${MAX_ALIASED} values ({})`, at);
        }
        count(size);
      } else if (event.type === EVENT_ID.SCALAR) {
        const at = event.valueStart;
        const isPlain = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
        const word = isPlain ? text.slice(at, event.valueEnd) : '';
        if (isKey) {
          const key = propertyOf(yaml.getScalarValue(text, event), isPlain);
          const first = parent.keys?.get(key);
          if (first !== undefined) return refuse('has a duplicate key, at {} and at {}: remove one of them', first, at);
          parent.keys?.set(key, at);
        } else if (isPlain) {
          const number = numberOf(word);
          const isExact =
            number === undefined ||
            (Number.isInteger(number) && !/[.eE]/.test(word) ? Number.isSafeInteger(number) : Number.isFinite(number));
          if (!isExact) return refuse('has a number that is too large or not finite ({}): write it as a string', at);
        }
        const anchor = anchorOf(event);
        const size = 1 + Math.floor((event.valueEnd - at) / TEXT);
        if (anchor !== '') anchors.set(anchor, size);
        count(size);
      } else {
        if (isKey) return refuse('has a key that is not a string ({})', event.start);
        const anchor = anchorOf(event);
        if (anchor !== '') anchors.set(anchor, 0);
        const keys = event.type === EVENT_ID.MAPPING ? new Map<string, number>() : undefined;
        open.push({ keys, anchor, isKeyDue: keys !== undefined, size: 1 });
      }
    }
    const schema = CORE_SCHEMA.withTags(mergeTag);
    const options = { source: text, schema, maxTotalMergeKeys: MAX_ALIASED };
    return { value: constructFromEvents(events, options)[0] };
  } catch (error) {
    const { reason, mark } = error as { readonly reason?: unknown; readonly mark?: { readonly position: number } };
    if (typeof reason !== 'string') throw error;
    const why = reason.replaceAll(/"[^]*"|!?<[^]*>|(?<=: )[^]*/g, '…'); // quoted text may contain secrets
    return mark === undefined
      ? refuse(`is not valid YAML: ${why}`)
      : refuse(`is not valid YAML: ${why} ({})`, mark.position);
  }
}
