import { Catch, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DarkRouteError } from './dark-route.error.js';

interface ExpressResponse {
  statusCode: number;
  readonly headersSent: boolean;
  end(): unknown;
}

interface FastifyReply {
  readonly sent: boolean;
  readonly raw: Pick<ExpressResponse, 'headersSent' | 'end'>;
  code(status: number): unknown;
  callNotFound(): unknown;
}

/**
 * Passes the request of a dark route on, so that the application treats it like an unknown route: Express continues
 * with the next matching route and finally with Nest's own 404; Fastify calls its not-found handler. The response is
 * therefore identical by construction, including the application's exception filters and its pages for unknown routes.
 *
 * A route with a disabled response other than 404 is not dark; see `FlagDisabledHandler`.
 *
 * It holds no reference to an application, because it is stored in the metadata of methods, which several applications
 * may share.
 */
@Catch(DarkRouteError)
export class DarkRouteFilter implements ExceptionFilter<DarkRouteError> {
  catch(_error: DarkRouteError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response: ExpressResponse | FastifyReply = http.getResponse();
    // Once headers are sent, the response can only be ended, as Nest does after any other error.
    if ('callNotFound' in response) {
      if (response.sent || response.raw.headersSent) return void response.raw.end();
      response.code(OK);
      response.callNotFound();
    } else {
      if (response.headersSent) return void response.end();
      response.statusCode = OK;
      http.getNext<() => void>()();
    }
  }
}

/** The initial status of a response, before Nest sets that of the route. */
const OK: number = HttpStatus.OK;

export const darkRouteFilter = new DarkRouteFilter();
