import { Catch, HttpStatus, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { FeatureFlagsError, FlagErrorCode } from 'nestjs-feature-flags';

/** Errors that the caller can correct. */
const BAD_REQUESTS: ReadonlySet<FlagErrorCode> = new Set([
  FlagErrorCode.InvalidFlagKey,
  FlagErrorCode.InvalidOptions,
  FlagErrorCode.InvalidOverride,
]);

/** Sends errors of the library to the operator: their messages describe the problem and the solution. */
@Catch(FeatureFlagsError)
export class FeatureFlagsErrorFilter implements ExceptionFilter<FeatureFlagsError> {
  readonly #logger = new Logger(FeatureFlagsErrorFilter.name);

  catch(error: FeatureFlagsError, host: ArgumentsHost): void {
    const { code, message } = error;
    const statusCode = statusOf(code);
    if (statusCode === HttpStatus.INTERNAL_SERVER_ERROR) this.#logger.error(message, error.stack); // such as a full disk
    host.switchToHttp().getResponse<Response>().status(statusCode).json({ statusCode, code, message });
  }
}

function statusOf(code: FlagErrorCode): HttpStatus {
  if (BAD_REQUESTS.has(code)) return HttpStatus.BAD_REQUEST;
  if (code === FlagErrorCode.StoreUnavailable) return HttpStatus.SERVICE_UNAVAILABLE; // already logged by the library
  if (code === FlagErrorCode.UnknownFlag) return HttpStatus.NOT_FOUND;
  return code === FlagErrorCode.VersionConflict ? HttpStatus.CONFLICT : HttpStatus.INTERNAL_SERVER_ERROR;
}
