import { describe, expect, it } from '@jest/globals';
import { jsonErrorPosition } from '../../../lib/providers/json-error-position.js';
import { messageOf } from '../../../lib/providers/provider.errors.js';

/** Where reading stops, by the message of this Node's JSON.parse. */
function positionIn(text: string): number {
  try {
    JSON.parse(text);
  } catch (error) {
    return jsonErrorPosition(text, messageOf(error));
  }
  throw new Error('this is JSON');
}

describe('jsonErrorPosition', () => {
  it.each([
    // an arrow stands in front of what is wrong
    ['a word', '{"search": ↓True}'],
    ['a list that ends with a comma', '{"users": ["ada", ↓]}'],
    ['a list that begins with a comma', '[↓,1]'],
    ['a value that is missing', '{"search": ↓}'],
    ['two commas', '{"tags": [1,↓,2]}'],
    ['an object that ends with a comma', '{"search": true, ↓}'],
    ['a name without quotes', '{↓search: true}'],
    ['a colon that is missing', '{"search" ↓true}'],
    ['a comma that is missing', '{"search": true ↓"sale": true}'],
    ['more after the end', '{"search": true}↓}'],
    ['an end that is missing', '{"search": true↓'],
    ['a value that is missing at the end', '{"search":↓'],
    ['nothing at all', '↓'],
    ['a word behind strings that look like structure', '{"note": "[,:{\\"}", "tags": [[], {}, ""], "search": ↓yes}'],
    ['a text that speaks of another position', '{"note": "JSON at position 3", "search": ↓yes}'],
  ])('finds %s', (_, marked) => {
    expect(positionIn(marked.replace('↓', ''))).toBe(marked.indexOf('↓'));
  });

  it('finds the place in megabytes of text', () => {
    const users = JSON.stringify(Array.from({ length: 200_000 }, (_, i) => `user-${i}`)).slice(0, -1);
    expect(positionIn(`${users},oops]`)).toBe(users.length + 1);
  });
});
