import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import {
  FeatureFlagsModule,
  FlagManager,
  MemoryStore,
  WithFlagContext,
  type FlagDefinitions,
  type FlagProvider,
} from '../../../lib/index.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { apps, shop } from '../module/apps.js';

@Injectable()
class Jobs {
  constructor(private readonly flags: FlagManager) {}

  @WithFlagContext((userId: string) => ({ userId }))
  async theme(_userId: string): Promise<string> {
    return this.flags.getVariant('theme', 'none');
  }

  @WithFlagContext(async () => await Promise.reject(new Error('no customer')))
  async lost(): Promise<string> {
    return this.flags.getVariant('theme', 'none');
  }

  @WithFlagContext((userId: string) => ({ userId }))
  async *themes(_userId: string): AsyncGenerator<string, void, undefined> {
    yield this.flags.getVariant('theme', 'none');
  }
}

/** A theme that is always the same one, which is drawn anew unless it is remembered. */
const theme = (name: string, sticky?: object): FlagDefinitions => ({
  theme: {
    type: 'variant',
    variants: ['classic', 'modern'].map((each) => ({ name: each, weight: each === name ? 1 : 0 })),
    ...(sticky === undefined ? {} : { sticky }),
  },
});

/** The source of a theme that changes without being announced. */
class RemoteTheme implements FlagProvider {
  readonly name = 'remote';
  served = 'classic';
  /** What the next reads wait for. */
  isReady: Promise<void> = Promise.resolve();

  async load() {
    await this.isReady;
    return { flags: theme(this.served) };
  }
}

/** A store that records for which units it is asked. */
class SharedStore extends MemoryStore {
  readonly askedUnits: string[] = [];

  override readSticky(units: readonly string[]): ReturnType<MemoryStore['readSticky']> {
    this.askedUnits.push(...units);
    return super.readSticky(units);
  }
}

const { boot } = apps();
const logger = new RecordingLogger();

describe('An async method with @WithFlagContext', () => {
  it('reads definitions before it runs, with cacheTtl: 0', async () => {
    const remote = new RemoteTheme();
    const flags = FeatureFlagsModule.forRoot({ providers: [remote], cacheTtl: 0, logger });
    const app = await boot(shop({ imports: [flags], providers: [Jobs] }));
    remote.served = 'modern';
    expect(await app.get(Jobs).theme('ada')).toBe('modern');
    remote.served = 'classic';
    expect(await app.get(Jobs).themes('ada').next()).toEqual({ value: 'classic', done: false });
  });

  it('rejects if its resolver fails while definitions are being read, and leaves no rejection unhandled', async () => {
    const remote = new RemoteTheme();
    const config = { providers: [remote], cacheTtl: 0, onContextError: 'throw', logger } as const;
    const app = await boot(shop({ imports: [FeatureFlagsModule.forRoot(config)], providers: [Jobs] }));
    remote.isReady = setImmediate().then(async () => await setImmediate()); // by then, Node has reported the rejection
    await expect(app.get(Jobs).lost()).rejects.toMatchObject({ code: 'CONTEXT_FAILED' });
  });

  it('reads the sticky variants of its user before it runs', async () => {
    const store = new SharedStore();
    const flags = FeatureFlagsModule.forRoot({ store, initialFlags: theme('classic', {}), logger });
    const app = await boot(shop({ imports: [flags], providers: [Jobs] }));
    expect(await app.get(Jobs).theme('ada')).toBe('classic');
    expect(store.askedUnits).toEqual([expect.stringContaining('ada')]);
  });
});
