import type { JsonValue } from '@openfeature/server-sdk';

/** A value as a feature writes it, in the named type. */
export function typedValue(type: string, text: string): JsonValue {
  switch (type.toLowerCase()) {
    case 'boolean':
      return text === 'true';
    case 'integer':
    case 'float':
      return Number(text);
    case 'object':
      return JSON.parse(text.replaceAll('\\"', '"'));
    default:
      return text;
  }
}
