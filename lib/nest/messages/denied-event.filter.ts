import { Catch, type ExceptionFilter } from '@nestjs/common';
import { of, type Observable } from 'rxjs';
import { DeniedCall } from '../denials/denied-call.js';

/**
 * Skips an event whose gate is closed: nobody waits for an answer, and Nest would log the exception with its stack. The
 * event counts as handled, so that a broker does not deliver it again.
 */
@Catch(DeniedCall)
export class DeniedEventFilter implements ExceptionFilter {
  catch(): Observable<undefined> {
    return of(undefined); // Kafka waits for one value
  }
}

export const deniedEventFilter = new DeniedEventFilter();
