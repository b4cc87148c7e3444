import { describe, expect, it } from '@jest/globals';
import type { StickyDocument } from '../../../../lib/store/flag-store.js';
import { StickyMemory } from '../../../../lib/store/memory/sticky-memory.js';

function sticky(unit: string, variant: string, version = 1, flag = 'theme'): StickyDocument {
  return { unit, flag, assignment: { variant, version } };
}

describe('Sticky variants in memory', () => {
  it('keep their first value until a higher version is written', () => {
    const memory = new StickyMemory(10);
    expect(memory.write([sticky('ada', 'plain')])).toEqual([sticky('ada', 'plain')]);
    expect(memory.write([sticky('ada', 'bold')])).toEqual([sticky('ada', 'plain')]);
    expect(memory.write([sticky('ada', 'bold', 2)])).toEqual([sticky('ada', 'bold', 2)]);
    expect(memory.read(['ada', 'eve'])).toEqual([sticky('ada', 'bold', 2)]);
  });

  it('accept writes that would change something', () => {
    const memory = new StickyMemory(10);
    memory.write([sticky('ada', 'plain', 2)]);
    expect(
      [sticky('ada', 'bold', 1), sticky('ada', 'bold', 2), sticky('ada', 'bold', 3), sticky('eve', 'bold')].map(
        (each) => memory.takes(each),
      ),
    ).toEqual([false, false, true, true]);
  });

  it('keep the first of two in one write', () => {
    const memory = new StickyMemory(10);
    const kept = memory.write([sticky('ada', 'plain'), sticky('ada', 'bold')]);
    expect(kept).toEqual([sticky('ada', 'plain'), sticky('ada', 'plain')]);
  });

  it('drop the least recently used unit', () => {
    const memory = new StickyMemory(2);
    memory.write([sticky('ada', 'plain'), sticky('grace', 'plain')]);
    memory.read(['ada']);
    memory.write([sticky('eve', 'plain')]);
    expect(memory.all().map(({ unit }) => unit)).toEqual(['ada', 'eve']);
  });

  it('are returned with all their flags', () => {
    const memory = new StickyMemory(10);
    const documents = [sticky('ada', 'plain'), sticky('ada', 'semantic', 1, 'search'), sticky('grace', 'bold')];
    memory.write(documents);
    expect(memory.all()).toEqual(documents);
  });
});
