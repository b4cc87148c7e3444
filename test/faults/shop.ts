import type { FlagDefinition } from '../../lib/engine/flag.js';
import type { Change } from './worker/perform-change.js';

/** The flags that the load changes and asks for. */
export const SHOP_KEYS = ['checkout', 'search', 'premium', 'theme', 'sale'] as const;

export const SHOP_USERS = ['ada', 'bob'] as const;

/** A flag that answers everyone with the label of the change that made it. */
export function labelled(label: string): FlagDefinition {
  return { type: 'variant', variants: [{ name: 'label', weight: 1, value: label }] };
}

/** What the shop begins with. */
export function firstChanges(): readonly { readonly change: Change; readonly label: string }[] {
  return SHOP_KEYS.map((key) => {
    const label = `first.${key}`;
    return { label, change: { type: 'save_flag', key, definition: labelled(label) } };
  });
}

/** A change that makes a flag answer its label, or takes an override back. */
export function randomChange(random: () => number, label: string): Change {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const key = pick(SHOP_KEYS);
  const kind = random();
  if (kind < 0.3) return { type: 'save_flag', key, definition: labelled(label) };
  const user = pick([undefined, ...SHOP_USERS]);
  const unit = user === undefined ? {} : { unit: user };
  if (kind < 0.5) return { type: 'clear_override', key, ...unit };
  return { type: 'set_override', key, ...unit, serve: { value: label } };
}
