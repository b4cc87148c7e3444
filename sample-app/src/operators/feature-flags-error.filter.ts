import { Catch, HttpStatus, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { FeatureFlagsError, FlagErrorCode } from 'nestjs-feature-flags';

/** Errors that the caller can correct. */
const BAD_REQUESTS: ReadonlySet<FlagErrorCode> = new Set([
  FlagErrorCode.InvalidFlagKey,
  FlagErrorCode.InvalidOptions,
  FlagErrorCode.InvalidOverride,
]);

/** Answers errors of the library to an operator: their messages say what was wrong and what to do. */
@Catch(FeatureFlagsError)
export class FeatureFlagsErrorFilter implements ExceptionFilter<FeatureFlagsError> {
  readonly #logger = new Logger(FeatureFlagsErrorFilter.name);

  catch(error: FeatureFlagsError, host: ArgumentsHost): void {
    const { code, message } = error;
    const statusCode = statusOf(code);
    if (statusCode === HttpStatus.INTERNAL_SERVER_ERROR) this.#logger.error(message, error.stack); // such as a disk that is full
    host.switchToHttp().getResponse<Response>().status(statusCode).json({ statusCode, code, message });
  }
}

function statusOf(code: FlagErrorCode): HttpStatus {
  if (BAD_REQUESTS.has(code)) return HttpStatus.BAD_REQUEST;
  if (code === FlagErrorCode.StoreUnavailable) return HttpStatus.SERVICE_UNAVAILABLE; // the library has logged it
  if (code === FlagErrorCode.UnknownFlag) return HttpStatus.NOT_FOUND;
  return code === FlagErrorCode.VersionConflict ? HttpStatus.CONFLICT : HttpStatus.INTERNAL_SERVER_ERROR;
}
