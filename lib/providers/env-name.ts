import { stringArgument } from '../internal/options/arguments.js';

/**
 * Converts a flag key to the name of its environment variable, without the prefix:
 *
 * | in the key | in the name | example |
 * |---|---|---|
 * | lower-case letter, digit | upper-case letter, digit | `search2` ↔ `SEARCH2` |
 * | `_` | `_` | `new_checkout` ↔ `NEW_CHECKOUT` |
 * | `.` | `__` | `checkout.v2` ↔ `CHECKOUT__V2` |
 * | anything else, and `_` or `.` beside another of these | `_x` and two hexadecimal digits | `eu/sale` ↔ `EU_x2FSALE`, `newUi` ↔ `NEW_x55I` |
 */
export function envNameOf(key: string): string {
  stringArgument(key, 'The key of envNameOf');
  let name = '';
  for (let i = 0; i < key.length; i++) {
    const char = key.charAt(i);
    const alone = plain(key.charAt(i - 1)) && plain(key.charAt(i + 1)); // else underscores would be ambiguous
    if (plain(char)) name += char.toUpperCase();
    else if (char === '_' && alone) name += '_';
    else if (char === '.' && alone) name += '__';
    else name += `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return name;
}

/**
 * Converts the name of an environment variable, without the prefix, to a flag key. Lower-case letters are unchanged.
 */
export function flagKeyOfEnvName(name: string): string {
  stringArgument(name, 'The name of flagKeyOfEnvName');
  return name.replace(/_x([0-9A-Fa-f]{2})|__|[A-Z]/g, (match, code: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return match === '__' ? '.' : match.toLowerCase();
  });
}

function plain(char: string): boolean {
  return /^[a-z0-9]?$/.test(char);
}
