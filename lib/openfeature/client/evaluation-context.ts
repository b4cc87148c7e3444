import type { EvaluationContext } from '@openfeature/server-sdk';
import { keyReader } from '../../engine/allocation/targeting-key.js';
import { attributeReader } from '../../engine/attributes/attribute-path.js';
import type { FlagContext } from '../../engine/flag-context.js';
import { isJsonArray, type JsonValue } from '../../engine/json/json-value.js';
import type { ExternalContext } from '../../manager/external/external-flag-provider.js';

type ContextValue = EvaluationContext[string];

const targetingKeyOf = keyReader(undefined);

/** Returns what is sent for a context: the targeting key, and the attributes that are allowed. */
export function allowedAttributes(names: readonly string[]): (context: FlagContext) => object {
  const attributes = names.map((name) => ({ name, read: attributeReader(name) }));
  return (context) => {
    const sent = new Map<string, unknown>();
    for (const { name, read } of attributes) {
      const value = read(context);
      if (value !== undefined) sent.set(name, value);
    }
    const targetingKey = targetingKeyOf(context);
    if (targetingKey !== undefined) sent.set('targetingKey', targetingKey);
    return Object.fromEntries(sent);
  };
}

/** Copies data for an OpenFeature client, whose hooks may change it. */
export function evaluationContext(data: ExternalContext): EvaluationContext {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, copied(value)]));
}

function copied(value: JsonValue): ContextValue {
  if (isJsonArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copied(member)]));
}
