import { describe, expect, it } from '@jest/globals';
import { MethodRecords } from '../../../../lib/nest/decorators/method-records.js';

/** Replaces a method as decorators of other packages do, without a trace of those below. */
const Replace: MethodDecorator = (_prototype, _name, descriptor: PropertyDescriptor) => {
  descriptor.value = () => {};
};

describe('The records of a method', () => {
  const records = new MethodRecords<string>('notes');

  /** Replaces a method and records it. */
  function Note(note: string): MethodDecorator {
    return (prototype, name, descriptor: PropertyDescriptor) => {
      const original: unknown = descriptor.value;
      const replacement = () => original;
      descriptor.value = replacement;
      records.add({ prototype, name }, note, replacement);
    };
  }
  class Prices {
    @Note('outer')
    @Replace
    @Note('inner')
    price() {}

    @Replace
    @Note('hidden')
    margin() {}

    plain() {}
  }

  it('are listed from the outermost decorator inwards', () => {
    expect(records.of(Prices.prototype, 'price')).toStrictEqual(['outer', 'inner']);
  });

  it('survive another decorator that replaces the method', () => {
    expect(records.of(Prices.prototype, 'margin')).toStrictEqual(['hidden']);
  });

  it('are inherited until a subclass overrides the method', () => {
    class Inheriting extends Prices {}
    class Overriding extends Prices {
      override price() {}
    }
    expect(records.of(Inheriting.prototype, 'price')).toStrictEqual(['outer', 'inner']);
    expect(records.of(Overriding.prototype, 'price')).toStrictEqual([]);
    expect(records.of(Overriding.prototype, 'margin')).toStrictEqual(['hidden']);
  });

  it('are copied with the method into another class', () => {
    class Copy {}
    Object.defineProperty(Copy.prototype, 'price', Object.getOwnPropertyDescriptor(Prices.prototype, 'price') ?? {});
    expect(records.of(Copy.prototype, 'price')).toStrictEqual(['outer']);
  });

  it('are empty for a method without decorators, and for one that does not exist', () => {
    expect(records.of(Prices.prototype, 'plain')).toStrictEqual([]);
    expect(records.of(Prices.prototype, 'missing')).toStrictEqual([]);
  });
});
