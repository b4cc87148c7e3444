import { Injectable, Logger } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { FeatureFlag, FeatureFlagsModule, FlagManager, RequireFlag } from '../../../lib/index.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { apps, shop } from '../module/apps.js';

@Injectable()
class Jobs {
  readonly log: string[] = [];

  @Cron('0 0 1 1 *', { name: 'above' })
  @RequireFlag('digest', { onDisabled: 'skip' })
  async cronAbove(): Promise<void> {
    this.log.push('above');
  }

  @RequireFlag({ all: ['digest', 'mail'] }, { onDisabled: 'skip' })
  @Cron('0 0 1 1 *', { name: 'below' })
  cronBelow(): void {
    this.log.push('below');
  }

  @Cron('0 0 1 1 *', { name: 'strict' })
  @RequireFlag('digest')
  async strict(): Promise<void> {
    this.log.push('strict');
  }

  @OnEvent('order.placed')
  @FeatureFlag('digest', { onDisabled: 'skip' })
  onOrder(): void {
    this.log.push('order');
  }

  @FeatureFlag('digest', { onDisabled: 'skip' })
  async *pages(): AsyncGenerator<number, void, undefined> {
    yield 1;
  }

  @FeatureFlag('digest', { onDisabled: 'skip' })
  *lines(): Generator<number, void, undefined> {
    yield 1;
  }

  @FeatureFlag('digest', { onDisabled: 'skip' })
  count(): number | undefined {
    return 1;
  }
}

class DebugLogger extends RecordingLogger {
  readonly debugged: string[] = [];

  debug(message: string): void {
    this.debugged.push(message.replace(/ See nestjs-feature-flags.*$/, ''));
  }
}

const { boot } = apps();

async function start(digest: boolean) {
  const logger = new DebugLogger();
  const flags = FeatureFlagsModule.forRoot({ initialFlags: { digest, mail: true }, logger });
  const imports = [flags, ScheduleModule.forRoot(), EventEmitterModule.forRoot()];
  const app = await boot(shop({ imports, providers: [Jobs] }));
  await app.init();
  const tick = (name: string) => app.get(SchedulerRegistry).getCronJob(name).fireOnTick();
  return { app, logger, tick, jobs: app.get(Jobs), flags: app.get(FlagManager) };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}

describe("A method with onDisabled: 'skip'", () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('runs while its flag is on', async () => {
    const { app, jobs, tick } = await start(true);
    await tick('above');
    await tick('below');
    app.get(EventEmitter2).emit('order.placed');
    expect(jobs.log).toEqual(['above', 'below', 'order']);
    expect([await all(jobs.pages()), [...jobs.lines()], jobs.count()]).toEqual([[1], [1], 1]);
  });

  it('does nothing while its flag is off, and logs this once for each method', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const { app, jobs, tick, logger } = await start(false);
    for (const _ of [1, 2, 3]) {
      await tick('above');
      await tick('below');
      app.get(EventEmitter2).emit('order.placed');
    }
    expect([jobs.log, logger.errors, logger.warnings, errors.mock.calls]).toStrictEqual([[], [], [], []]);
    expect(logger.debugged).toEqual([
      'Skipped Jobs.cronAbove, because its requirement ("digest") is not met. This is logged once for each method.',
      expect.stringContaining('Skipped Jobs.cronBelow, because its requirement ("digest", "mail") is not met'),
      expect.stringContaining('Skipped Jobs.onOrder'),
    ]);
    expect(await jobs.cronAbove()).toBeUndefined();
  });

  it('returns an empty generator in place of a generator, else undefined', async () => {
    const { jobs } = await start(false);
    expect([await all(jobs.pages()), [...jobs.lines()], jobs.count()]).toStrictEqual([[], [], undefined]);
  });

  it('leaves other gates as they are', async () => {
    const { jobs } = await start(false);
    await expect(jobs.strict()).rejects.toMatchObject({ code: 'FEATURE_FLAG_DISABLED' });
  });
});
