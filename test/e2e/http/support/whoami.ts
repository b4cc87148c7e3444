import { EventEmitter, once } from 'node:events';
import { Body, Controller, Get, Injectable, Post } from '@nestjs/common';
import { map, timer, type Observable } from 'rxjs';
import {
  CurrentFlagContext,
  FlagContexts,
  FlagManager,
  type FlagContext,
  type FlagDefinitions,
} from '../../../../lib/index.js';
import { turns } from './turns.js';

export const whoamiFlags: FlagDefinitions = {
  always: true,
  early_access: { type: 'user_list', users: ['ada', '42'] },
  premium: { type: 'user_attribute', attributes: { plan: 'gold' } },
};

/** A singleton that nobody tells who the user is. */
@Injectable()
export class Whoami {
  constructor(
    private readonly contexts: FlagContexts,
    private readonly manager: FlagManager,
  ) {}

  name(): string {
    return this.contexts.ambient()?.userId ?? 'nobody';
  }

  isEarly(): boolean {
    return this.manager.isEnabled('early_access');
  }
}

@Controller()
export class WhoamiController {
  constructor(private readonly whoami: Whoami) {}

  @Get('context')
  context(@CurrentFlagContext() context: FlagContext): FlagContext {
    return context;
  }

  @Get('name')
  name(): string {
    return this.whoami.name();
  }

  @Get('late')
  async late(): Promise<string[]> {
    const names = [this.whoami.name()];
    await turns(3);
    names.push(this.whoami.name());
    await new Promise<void>((resolve) => process.nextTick(() => resolve(void names.push(this.whoami.name()))));
    const emitter = new EventEmitter();
    setImmediate(() => emitter.emit('ready', this.whoami.name()));
    const [name] = (await once(emitter, 'ready')) as [string];
    await Promise.all([turns(2), turns(1)]);
    return [...names, name, this.whoami.name()];
  }

  @Get('observable')
  observable(): Observable<string> {
    return timer(0).pipe(map(() => this.whoami.name()));
  }

  @Post('body')
  async body(@Body() body: { readonly items?: readonly unknown[] }): Promise<string> {
    const name = this.whoami.name();
    await turns(1);
    return `${name} ${this.whoami.name()} ${body.items?.length}`;
  }
}

/** Who a module of the given parts takes the signed-in user for. */
export const whoami = { flags: whoamiFlags, providers: [Whoami], controllers: [WhoamiController] };
