import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { FeatureFlagDisabledError } from '../denials/feature-flag-disabled.error.js';
import { answerDenied } from '../denials/message-exceptions.js';

/**
 * Answers a message whose handler has called a closed gate that could not know the transport, such as one in a guard or
 * with `ambientContext: false`. Nest would answer with "Internal server error".
 */
@Catch(FeatureFlagDisabledError)
export class DeniedMessageFilter implements ExceptionFilter<FeatureFlagDisabledError> {
  catch(_error: FeatureFlagDisabledError, host: ArgumentsHost): unknown {
    return answerDenied(host.getType() === 'ws' ? 'ws' : 'rpc', host);
  }
}

export const deniedMessageFilter = new DeniedMessageFilter();
