import { Catch, HttpStatus, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { FeatureFlagsError, FlagErrorCode } from 'nestjs-feature-flags';

const STATUSES: { readonly [Code in FlagErrorCode]?: HttpStatus } = {
  [FlagErrorCode.InvalidFlag]: HttpStatus.BAD_REQUEST,
  [FlagErrorCode.InvalidFlagKey]: HttpStatus.BAD_REQUEST,
  [FlagErrorCode.InvalidOptions]: HttpStatus.BAD_REQUEST, // such as an actor that is too long
  [FlagErrorCode.InvalidOverride]: HttpStatus.BAD_REQUEST,
  [FlagErrorCode.InvalidSchedule]: HttpStatus.BAD_REQUEST,
  [FlagErrorCode.UnknownFlag]: HttpStatus.NOT_FOUND,
  [FlagErrorCode.VersionConflict]: HttpStatus.CONFLICT,
  [FlagErrorCode.StoreUnavailable]: HttpStatus.SERVICE_UNAVAILABLE,
};

/** For the controllers of operators: messages say what was wrong and what to do. All other errors stay a 500. */
@Catch(FeatureFlagsError)
export class FlagErrorsFilter implements ExceptionFilter<FeatureFlagsError> {
  private readonly logger = new Logger(FlagErrorsFilter.name);

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch({ code, message, stack }: FeatureFlagsError, host: ArgumentsHost) {
    const statusCode = STATUSES[code] ?? HttpStatus.INTERNAL_SERVER_ERROR;
    const isKnown = statusCode !== HttpStatus.INTERNAL_SERVER_ERROR;
    if (!isKnown) this.logger.error(message, stack);
    const answer = isKnown ? { statusCode, code, message } : { statusCode, message: 'Internal server error' };
    this.adapterHost.httpAdapter.reply(host.switchToHttp().getResponse(), answer, statusCode);
  }
}
