import { describe, expect, it } from '@jest/globals';
import { FeatureFlag } from '../../../../lib/nest/decorators/feature-flag.decorator.js';
import { WithFlagContext } from '../../../../lib/nest/decorators/with-flag-context.decorator.js';

const resolver = () => ({});

/** Applies decorators to a method, from the innermost outwards. */
function decorate(...decorators: readonly MethodDecorator[]): () => void {
  class InvoiceProcessor {
    process(_job: unknown, _token?: string): void {}
  }
  return () => {
    for (const decorator of decorators) {
      const descriptor = Object.getOwnPropertyDescriptor(InvoiceProcessor.prototype, 'process') ?? {};
      decorator(InvoiceProcessor.prototype, 'process', descriptor);
      Object.defineProperty(InvoiceProcessor.prototype, 'process', descriptor);
    }
  };
}

/** A decorator like those that open a transaction. */
const Transactional: MethodDecorator = (_target, _name, descriptor) => {
  const original = descriptor.value as unknown as (...args: unknown[]) => unknown;
  descriptor.value = function (this: unknown, ...args: unknown[]) {
    return Reflect.apply(original, this, args);
  } as never;
};

describe('@WithFlagContext', () => {
  it.each<[string, unknown]>([
    ['an object', { userId: 'ada' }],
    ['a class', class Resolver {}],
    ['nothing', undefined],
  ])('rejects %s as its resolver', (_, given) => {
    expect(() => WithFlagContext(given as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining('The resolver of @WithFlagContext must be a function'),
      }),
    );
  });

  it('rejects a class, a static method and a property', () => {
    class Jobs {}
    const onClass = WithFlagContext(resolver) as unknown as ClassDecorator;
    expect(() => onClass(Jobs)).toThrow(/@WithFlagContext is on the class Jobs/);
    expect(() => WithFlagContext(resolver)(Jobs, 'run', {})).toThrow(/on the static method Jobs.run/);
    expect(() => WithFlagContext(resolver)(Jobs.prototype, 'name', {})).toThrow(/Jobs.name is a property/);
  });

  it('rejects a second one on the same method', () => {
    const once = WithFlagContext(resolver);
    for (const between of [[], [FeatureFlag('sale')], [Transactional]]) {
      expect(decorate(once, ...between, once)).toThrow(
        /InvoiceProcessor.process has more than one @WithFlagContext: keep one of them/,
      );
    }
  });

  it('rejects a gate that another decorator separates from it', () => {
    expect(decorate(WithFlagContext(resolver), Transactional, FeatureFlag('sale'))).toThrow(
      expect.objectContaining({
        code: 'INVALID_GATE',
        message: expect.stringMatching(/put @WithFlagContext above @FeatureFlag/),
      }),
    );
    const own = FeatureFlag('sale', { context: () => ({}) });
    expect(decorate(WithFlagContext(resolver), Transactional, own)).not.toThrow();
  });
});

describe('onDisabled', () => {
  it('is rejected beside a fallback, and as an unknown choice', () => {
    expect(() => FeatureFlag('sale', { fallback: () => 1, onDisabled: 'skip' })).toThrow(
      /both "fallback" and "onDisabled": give only one/,
    );
    expect(() => FeatureFlag('sale', { onDisabled: 'ignore' as never })).toThrow(/must be "throw" or "skip"/);
  });
});
