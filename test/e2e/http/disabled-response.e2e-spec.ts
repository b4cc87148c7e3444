import { describe, expect, it } from '@jest/globals';
import {
  All,
  Catch,
  Controller,
  Get,
  HttpException,
  Injectable,
  Module,
  ServiceUnavailableException,
  UseGuards,
  UseInterceptors,
  type ArgumentsHost,
  type ExceptionFilter,
  type ExecutionContext,
  type HttpServer,
} from '@nestjs/common';
import {
  FeatureFlag,
  FeatureFlagDisabledError,
  FlagDisabledHandler,
  FlagGuard,
  FlagInterceptor,
  RequireFlag,
  type FeatureFlagsConfig,
} from '../../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const FLAG = 'secret_launch';

@Controller()
class LaunchController {
  @All('launch')
  @UseGuards(FlagGuard(FLAG))
  guarded(): string {
    return 'launched';
  }

  @Get('intercepted')
  @UseInterceptors(FlagInterceptor(FLAG))
  intercepted(): string {
    return 'launched';
  }

  @Get('required')
  @RequireFlag(FLAG)
  required(): string {
    return 'launched';
  }

  @Get('featured')
  @FeatureFlag(FLAG)
  async featured(): Promise<string> {
    return 'launched';
  }
}

const everyGate = ['/launch', '/intercepted', '/required', '/featured'];

/** The headers, without those that differ from answer to answer. */
function comparable(headers: Headers): string[] {
  return [...headers]
    .filter(([name]) => name !== 'date' && name !== 'etag')
    .map(([name, value]) => `${name}: ${value}`);
}

describe.each(adapters)('The response of a closed gate on $name', (adapter) => {
  const start = httpApps(adapter);

  const startLaunch = (options: FeatureFlagsConfig & FeatureFlagsModuleExtras = {}) =>
    start(shop({ flags: { [FLAG]: false }, options, controllers: [LaunchController] }));

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'equals byte for byte what Nest answers for an unknown route (%s)',
    async (method) => {
      const app = await startLaunch();
      const gated = await app.ask('/launch?page=1', { method });
      const unknown = await app.ask('/absent?page=1', { method });
      expect(gated.status).toBe(404);
      expect(gated.text.replace('/launch', '/absent')).toBe(unknown.text);
      expect(gated.status).toBe(unknown.status);
      expect(comparable(gated.headers)).toEqual(comparable(unknown.headers));
    },
  );

  it('is the same under a global prefix', async () => {
    const app = await start(shop({ flags: { [FLAG]: false }, controllers: [LaunchController] }), (nest) =>
      nest.setGlobalPrefix('api'),
    );
    const gated = await app.ask('/api/launch');
    const unknown = await app.ask('/api/absent');
    expect(gated.text.replace('/launch', '/absent')).toBe(unknown.text);
  });

  it('is the same for an interceptor without a fallback', async () => {
    const app = await startLaunch();
    const gated = await app.ask('/intercepted');
    const unknown = await app.ask('/absent-page');
    expect(gated.text.replace('/intercepted', '/absent-page')).toBe(unknown.text);
    expect(gated.status).toBe(404);
  });

  it.each(everyGate)('never names the flag (%s)', async (path) => {
    const app = await startLaunch();
    const { status, text, headers } = await app.ask(path);
    expect(status).toBe(404);
    expect(`${text}${JSON.stringify([...headers])}`).not.toMatch(/secret|flag|gate/i);
  });

  it.each(everyGate)('has the status that the module chooses (%s)', async (path) => {
    const app = await startLaunch({ disabledResponse: { status: 503 } });
    const { status, text } = await app.ask(path);
    expect(status).toBe(503);
    expect(JSON.parse(text)).toEqual({
      statusCode: 503,
      message: 'Service Unavailable',
      code: 'FEATURE_FLAG_DISABLED',
    });
    expect(text).not.toContain(FLAG);
  });

  it.each(everyGate)('has the text that the module chooses (%s)', async (path) => {
    const app = await startLaunch({ disabledResponse: { status: 410, body: 'Sold out' } });
    const { status, text } = await app.ask(path);
    expect(status).toBe(410);
    expect(JSON.parse(text)).toEqual({ statusCode: 410, message: 'Sold out' });
  });

  it.each(everyGate)('has the body that the module chooses (%s)', async (path) => {
    const app = await startLaunch({ disabledResponse: { body: { reason: 'closed', retry: false } } });
    const { status, text } = await app.ask(path);
    expect(status).toBe(404);
    expect(text).toBe('{"reason":"closed","retry":false}');
  });

  it('is decided by a handler class with its own injections', async () => {
    @Injectable()
    class OpeningHours {
      readonly next = 'Monday';
    }
    @Module({ providers: [OpeningHours], exports: [OpeningHours] })
    class OpeningHoursModule {}
    @Injectable()
    class ComingSoonHandler extends FlagDisabledHandler {
      constructor(private readonly hours: OpeningHours) {
        super();
      }

      handle(keys: readonly string[], context?: ExecutionContext): Error | Promise<Error> {
        const where = context?.getHandler().name ?? 'a method';
        const error = new ServiceUnavailableException(`${where} opens on ${this.hours.next}, with ${keys.length} flag`);
        return context === undefined ? error : Promise.resolve(error);
      }
    }
    const app = await startLaunch({ disabledHandler: ComingSoonHandler, imports: [OpeningHoursModule] });
    const messageOf = async (path: string) => {
      const { status, text } = await app.ask(path);
      expect(status).toBe(503);
      return (JSON.parse(text) as { message: string }).message;
    };
    expect(await messageOf('/launch')).toBe('guarded opens on Monday, with 1 flag');
    expect(await messageOf('/intercepted')).toBe('intercepted opens on Monday, with 1 flag');
    expect(await messageOf('/required')).toBe('required opens on Monday, with 1 flag');
    expect(await messageOf('/featured')).toBe('featured opens on Monday, with 1 flag');
  });

  it('is the same for a handler that calls a gated service, beside an exception filter for other errors', async () => {
    @Injectable()
    class LaunchService {
      @RequireFlag(FLAG)
      launch(): string {
        return 'launched';
      }
    }
    @Controller()
    class CountdownController {
      constructor(private readonly launches: LaunchService) {}

      @Get('countdown')
      countdown(): string {
        return this.launches.launch();
      }
    }
    @Catch(RangeError)
    class RangeFilter implements ExceptionFilter<RangeError> {
      catch(error: RangeError): void {
        throw error;
      }
    }
    const controllers = [CountdownController];
    const app = await start(shop({ flags: { [FLAG]: false }, controllers, providers: [LaunchService] }), (nest) => {
      nest.useGlobalFilters(new RangeFilter());
    });
    const gated = await app.ask('/countdown');
    const unknown = await app.ask('/absent');
    expect([gated.status, gated.text.replace('/countdown', '/absent')]).toEqual([404, unknown.text]);
  });

  it('is that of an exception filter of the application that names the error', async () => {
    @Catch(FeatureFlagDisabledError)
    class GateFilter implements ExceptionFilter<FeatureFlagDisabledError> {
      constructor(private readonly server: HttpServer) {}

      catch(error: FeatureFlagDisabledError, host: ArgumentsHost): void {
        const isGate = error instanceof HttpException && error.code === 'FEATURE_FLAG_DISABLED';
        const response = host.switchToHttp().getResponse<object>();
        this.server.reply(response, 'filtered', isGate && error.flags.includes(FLAG) ? 418 : 500);
      }
    }
    const app = await start(shop({ flags: { [FLAG]: false }, controllers: [LaunchController] }), (nest) => {
      nest.useGlobalFilters(new GateFilter(nest.getHttpAdapter()));
    });
    for (const path of everyGate) expect(await app.ask(path)).toMatchObject({ status: 418, text: 'filtered' });
  });
});
