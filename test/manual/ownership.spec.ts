import { describe, expect, it } from '@jest/globals';
import { FlagManager } from 'nestjs-feature-flags';
import { FLAG_KINDS, isInformation } from '../../lib/engine/flag-information.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';
import { propertiesOf } from './properties-of.js';
import { expiredFlags } from './recipes/ownership/expired-flags.js';

const { text } = page('docs/guide/ownership.md');

describe('The page on ownership', () => {
  it('lists exactly the members that never change an answer', () => {
    const listed = tableRows(text, 'Member').map(([name = '']) => name);
    expect(listed.toSorted()).toEqual(propertiesOf('FlagInformation', 'lib/engine/flag-information.ts').toSorted());
    expect(listed.filter((name) => !isInformation(name))).toStrictEqual([]);
  });

  it('lists exactly the kinds of flags that exist', () => {
    expect(tableRows(text, 'Kind of').map(([kind]) => kind)).toEqual([...FLAG_KINDS]);
  });

  it('finds the flags that have expired, which keep their answers', async () => {
    const flags = await FlagManager.create({
      initialFlags: {
        sale: { type: 'boolean', owner: 'team-checkout', expiresAt: '2026-11-30T00:00:00Z' },
        search: { type: 'boolean', expiresAt: new Date('2026-11-29T00:00:00Z') },
        theme: { type: 'boolean', expiresAt: '2026-11-30T00:00:01Z' },
        catalogue: true,
      },
    });
    const now = Date.parse('2026-11-30T00:00:00Z');
    expect(expiredFlags(flags, now)).toStrictEqual(['sale (team-checkout)', 'search (no owner)']);
    expect(flags.isEnabled('sale')).toBe(true);
    await flags.close();
  });
});
