import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { NotRunningError } from '../../../lib/manager/manager.errors.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import { FileProvider } from '../../../lib/providers/file.provider.js';
import type { FlagProviderListener, Unwatch } from '../../../lib/providers/flag-provider.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { replaceFile } from '../../support/replace-file.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { delivers, PolledProvider, WatchedProvider } from '../../unit/manager/fake-providers.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { apps, shop } from './apps.js';

const { boot, serve } = apps();

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeAll(async () => {
  folder = await temporaryDirectory();
});
afterAll(() => folder.remove());

describe('app.close()', () => {
  it('closes every provider once and stops watching and polling', async () => {
    const remote = new PolledProvider(delivers({}));
    const watched = new WatchedProvider(delivers({}), 'watched');
    const clock = new ManualClock();
    const flags = FeatureFlagsModule.forRoot({ providers: [remote, watched], clock });
    const app = await boot(shop({ imports: [flags] }));
    expect(watched.listeners.size).toBe(1);
    expect(clock.pending).toBe(1);

    await app.close();
    await app.close();
    expect([remote.closes, watched.closes]).toEqual([1, 1]);
    expect(watched.listeners.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('closes them for an app with HTTP, too', async () => {
    const remote = new PolledProvider(delivers({}));
    const app = await serve(shop({ imports: [FeatureFlagsModule.forRoot({ providers: [remote] })] }));
    await app.close();
    expect(remote.closes).toBe(1);
  });

  it('stops the watchers of files before it resolves', async () => {
    class ObservedFile extends FileProvider {
      watching = 0;
      override async watch(listener: FlagProviderListener): Promise<Unwatch> {
        const unwatch = await super.watch(listener);
        this.watching++;
        return async () => {
          await unwatch();
          this.watching--;
        };
      }
    }
    const path = join(folder.path, 'flags.json');
    await replaceFile(path, '{ "flags": { "new_checkout": true } }');
    const file = new ObservedFile(path);
    const app = await boot(shop({ imports: [FeatureFlagsModule.forRoot({ providers: [file] })] }));
    expect(app.get(FlagManager).isEnabled('new_checkout')).toBe(true);
    expect(file.watching).toBe(1);
    await app.close();
    expect(file.watching).toBe(0);
  });

  it('keeps the flags open for the shutdown hooks of other modules', async () => {
    @Injectable()
    class Maintenance implements OnModuleDestroy, BeforeApplicationShutdown {
      seen: boolean | undefined;
      constructor(private readonly flags: FlagManager) {}
      async onModuleDestroy(): Promise<void> {
        await this.flags.enable('maintenance', { actor: 'shutdown' });
      }
      beforeApplicationShutdown(): void {
        this.seen = this.flags.isEnabled('maintenance');
      }
    }
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { maintenance: false } });
    const app = await boot(shop({ imports: [flags], providers: [Maintenance] }));
    await app.close();
    expect(app.get(Maintenance).seen).toBe(true);
  });

  it('completes the stream of changes, keeps answering and rejects changes', async () => {
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true } });
    const app = await boot(shop({ imports: [flags] }));
    const manager = app.get(FlagManager);
    let ended = false;
    manager.changes$.subscribe({ complete: () => (ended = true) });
    await app.close();
    expect(ended).toBe(true);
    expect(manager.isEnabled('new_checkout')).toBe(true);
    await expect(manager.disable('new_checkout')).rejects.toThrow(NotRunningError);
  });

  it('closes the other providers when one fails to close', async () => {
    class StuckProvider extends PolledProvider {
      override close(): void {
        super.close();
        throw new Error('socket is gone');
      }
    }
    const stuck = new StuckProvider(delivers({}), 'stuck');
    const remote = new PolledProvider(delivers({}));
    const flags = FeatureFlagsModule.forRoot({ providers: [stuck, remote], logger: new RecordingLogger() });
    const app = await boot(shop({ imports: [flags] }));
    await app.close();
    expect([stuck.closes, remote.closes]).toEqual([1, 1]);
    expect(app.get(FlagManager).status().state).toBe('closed');
  });
});

describe('A process with flags in a file and a store in a folder', () => {
  const fixture = join(import.meta.dirname, 'fixtures', 'lifecycle.mjs');

  /** Runs the built package; rejects when the process does not end on its own within ten seconds. */
  async function run(scenario: string): Promise<string> {
    const child = await promisify(execFile)(process.execPath, [fixture, scenario, join(folder.path, scenario)], {
      timeout: 10_000,
    });
    return child.stdout;
  }

  it('ends on its own once the app is closed, with everything written', async () => {
    expect(await run('closes')).toBe('new_checkout true, sale true');
    const [audit, state] = await Promise.all(
      ['audit.jsonl', 'state.json'].map((name) => readFile(join(folder.path, 'closes', 'store', name), 'utf8')),
    );
    expect(JSON.parse(audit ?? '')).toMatchObject({ actor: 'ops@example.com', key: 'sale' });
    expect(state).toContain('"sale"');
  });

  it('ends on its own even if a script forgets to close it', async () => {
    expect(await run('is never closed')).toBe('new_checkout true, sale true');
  });

  it.each([
    ['an unknown flag', /"nobody_defines_this"/],
    ['another module', /^payment is down$/],
    ['a provider that hangs', /"stuck" did not answer within 100 ms/],
  ])('ends on its own when the boot fails by %s', async (cause, message) => {
    expect(await run(`fails: ${cause}`)).toMatch(message);
  });
});
