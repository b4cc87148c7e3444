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
 * Hands the request of a dark route on to whatever the application does with unknown routes: Express goes on to the next
 * route that matches and in the end to Nest's own 404, Fastify calls its handler for unknown routes. So the answer is
 * the same by construction, with the application's exception filters and pages for unknown routes.
 *
 * Another status than 404 is no dark route: see `FlagDisabledHandler`.
 *
 * It knows no application, because it stands in the metadata of methods, which applications may share.
 */
@Catch(DarkRouteError)
export class DarkRouteFilter implements ExceptionFilter<DarkRouteError> {
  catch(_error: DarkRouteError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response: ExpressResponse | FastifyReply = http.getResponse();
    // Once headers are sent, all that remains is to end the response, as Nest does after any other error.
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

/** What a response begins with, before Nest sets the status of the route. */
const OK: number = HttpStatus.OK;

export const darkRouteFilter = new DarkRouteFilter();
