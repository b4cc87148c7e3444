import {
  HttpException,
  Module,
  type CanActivate,
  type DynamicModule,
  type ExecutionContext,
  type HttpStatus,
} from '@nestjs/common';
import { FeatureFlagsModule, type FlagManager } from '../../../lib/index.js';
import { OfrepModule } from '../../../lib/ofrep/index.js';
import { HttpApp, type Adapter } from '../../support/http-app.js';
import { RecordingProxy, type Exchange } from '../../support/recording-proxy.js';
import { clientFlags } from './client-flags.js';

/** What the shop answers instead of evaluating, as a gateway, a guard or a throttler does. */
interface Refusal {
  readonly status: HttpStatus;
  readonly retryAfter?: string;
}

/** Signs in the user of the header `authorization`, unless the shop refuses everybody. */
class ShopGuard implements CanActivate {
  refusal: Refusal | undefined;

  canActivate(context: ExecutionContext): true {
    const http = context.switchToHttp();
    if (this.refusal !== undefined) {
      const { status, retryAfter } = this.refusal;
      if (retryAfter !== undefined) http.getResponse().header('Retry-After', retryAfter);
      throw new HttpException('Refused', status);
    }
    const request = http.getRequest();
    const [, id] = /^Bearer (\w+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (id !== undefined) request.user = { id };
    return true;
  }
}

@Module({})
class ShopModule {
  static behind(guard: ShopGuard): DynamicModule {
    return {
      module: ShopModule,
      imports: [FeatureFlagsModule.forRoot({ initialFlags: clientFlags }), OfrepModule.register({ guards: [guard] })],
    };
  }
}

/** A shop that real clients ask through a proxy, which records every exchange. */
export class OfrepShop {
  readonly #guard = new ShopGuard();
  #app: HttpApp | undefined;

  private constructor(
    private readonly adapter: Adapter,
    private readonly proxy: RecordingProxy,
  ) {}

  static async start(adapter: Adapter): Promise<OfrepShop> {
    const shop = new OfrepShop(adapter, await RecordingProxy.start());
    await shop.open();
    return shop;
  }

  /** The base URL for clients: the shop has a global prefix. */
  get url(): string {
    return `${this.proxy.url}/api`;
  }

  get flags(): FlagManager {
    if (this.#app === undefined) throw new Error('The shop is closed.');
    return this.#app.flags;
  }

  get exchanges(): readonly Exchange[] {
    return this.proxy.exchanges;
  }

  /** What was sent so far on each event stream that is open. */
  get openStreams(): readonly string[] {
    return this.proxy.openBodies('/events');
  }

  /** Answers every request with a status from now on; nothing evaluates them again. */
  refuse(status: HttpStatus, retryAfter?: string): void {
    this.#guard.refusal = retryAfter === undefined ? { status } : { status, retryAfter };
  }

  admit(): void {
    this.#guard.refusal = undefined;
  }

  /** Starts the server; connections were refused while there was none. */
  async open(): Promise<void> {
    this.#app = await HttpApp.start(this.adapter, ShopModule.behind(this.#guard), (nest) =>
      nest.setGlobalPrefix('api'),
    );
    this.proxy.setTarget(this.#app.url);
  }

  /** Stops the server, as a deployment does. */
  async shut(): Promise<void> {
    this.proxy.setTarget(undefined);
    await this.#app?.close();
    this.#app = undefined;
  }

  async close(): Promise<void> {
    this.admit();
    await this.proxy.close();
    await this.shut();
  }
}
