import { randomUUID } from 'node:crypto';

/** The name of a schema that no other test uses, which needs no quotes. */
export function freshSchema(): string {
  return `shop_${randomUUID().replaceAll('-', '_')}`;
}
