import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { FlagManager } from 'nestjs-feature-flags';

@Controller('health')
export class ReadinessController {
  constructor(private readonly flags: FlagManager) {}

  @Get('ready')
  ready() {
    const { state, version, providers } = this.flags.status();
    const troubled = providers
      .filter((provider) => provider.state !== 'loaded')
      .map(({ name, state: is, since }) => ({ name, state: is, since }));
    const answer = { status: state, version, troubled };
    if (state === 'starting' || state === 'closed') throw new ServiceUnavailableException(answer);
    return answer; // `degraded` is ready: it answers from what it last knew
  }
}
