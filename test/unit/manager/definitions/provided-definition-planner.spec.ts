import { describe, expect, it } from '@jest/globals';
import type { FlagWrite } from '../../../../lib/providers/flag-provider.js';
import { LocalProvider } from '../../../../lib/providers/local.provider.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { auditOf, managers } from '../managers.js';

const start = managers();
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] }) as const;

/** Notes what is written to it, and fails at one flag. */
class FailingProvider extends MemoryProvider {
  readonly written: string[] = [];
  failsAt: string | undefined;

  override async write(write: FlagWrite) {
    if (write.key === this.failsAt) throw new Error('the disk is full');
    this.written.push(write.key);
    return await super.write(write);
  }

  override async writeSegment(write: Parameters<MemoryProvider['writeSegment']>[0]) {
    this.written.push(`segment ${write.key}`);
    return await super.writeSegment(write);
  }
}

describe('saveAll into a writable provider', () => {
  it('writes first what others may need, and puts everything in force in one change', async () => {
    const provider = new FailingProvider({ theme: within('staff') }, { segments: { staff: {} } });
    const { flags } = await start({ providers: [provider] });
    const sizes = new Set<number>();
    flags.changes$.subscribe(() => sizes.add(flags.getFlags().size));
    const [isGone, , sale, vip] = await flags.saveAll(
      [
        { type: 'delete_segment', key: 'staff' },
        { type: 'delete_flag', key: 'theme' },
        { type: 'save_flag', key: 'sale', definition: within('vip') },
        { type: 'save_segment', key: 'vip', definition: { include: ['ada'] } },
        { type: 'save_flag', key: 'search', definition: true },
      ],
      { actor: 'ann' },
    );
    expect(provider.written).toEqual(['segment vip', 'sale', 'search', 'theme', 'segment staff']);
    expect([isGone, sale.version, vip.version]).toEqual([true, 2, 1]);
    expect([flags.isEnabled('sale', { userId: 'ada' }), [...sizes]]).toEqual([true, [2]]);
    const entries = await auditOf(flags);
    expect(entries.map(({ actor, provider: by }) => `${actor} ${by}`)).toEqual(
      Array.from({ length: 5 }, () => 'ann memory'),
    );
  });

  it('writes nothing when any of the edits would be rejected, and lists each of these', async () => {
    const provider = new FailingProvider();
    const { flags } = await start({ providers: [new LocalProvider({ theme: true }), provider] });
    await flags.saveFlag('search', true);
    provider.written.length = 0;
    await expect(
      flags.saveAll([
        { type: 'save_flag', key: 'sale', definition: true },
        { type: 'save_flag', key: 'theme', definition: false },
        { type: 'save_flag', key: 'search', definition: false, expectedVersion: 7 },
        { type: 'save_flag', key: 'checkout', definition: within('nobody') },
      ]),
    ).rejects.toMatchObject({
      code: 'EDITS_REFUSED',
      refusals: [
        { key: 'theme', error: { code: 'READ_ONLY' } },
        { key: 'search', error: { code: 'VERSION_CONFLICT', actualVersion: 1 } },
        { key: 'checkout', error: { code: 'INVALID_FLAG' } },
      ],
    });
    expect([provider.written, flags.getFlags().size]).toStrictEqual([[], 2]);
  });

  it('keeps and audits what was written when the provider fails halfway, and reports what was not', async () => {
    const provider = new FailingProvider();
    provider.failsAt = 'search';
    const { flags } = await start({ providers: [provider] });
    await expect(
      flags.saveAll([
        { type: 'save_flag', key: 'sale', definition: true },
        { type: 'save_flag', key: 'search', definition: true },
        { type: 'delete_flag', key: 'theme' },
      ]),
    ).rejects.toMatchObject({
      code: 'EDITS_INCOMPLETE',
      written: [{ kind: 'flag', key: 'sale' }],
      unwritten: [
        { kind: 'flag', key: 'search' },
        { kind: 'flag', key: 'theme' },
      ],
      cause: { code: 'PROVIDER_FAILED', cause: { message: 'the disk is full' } },
    });
    expect(flags.isEnabled('sale')).toBe(true);
    expect((await auditOf(flags)).map(({ action, key }) => `${action} ${key}`)).toEqual(['flag_created sale']);
  });

  it("fails with the provider's error when nothing was written, like a single save or deletion", async () => {
    const provider = new FailingProvider();
    provider.failsAt = 'sale';
    const { flags } = await start({ providers: [provider] });
    const edits = [{ type: 'save_flag', key: 'sale', definition: true }] as const;
    const failure = {
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('Flag provider "memory" failed: the disk is full'),
      cause: { message: 'the disk is full' },
    };
    await expect(flags.saveAll(edits)).rejects.toMatchObject(failure);
    await expect(flags.saveFlag('sale', true)).rejects.toMatchObject(failure);
    await expect(flags.deleteFlag('sale')).rejects.toMatchObject(failure);
    expect(await auditOf(flags)).toStrictEqual([]);
  });
});
