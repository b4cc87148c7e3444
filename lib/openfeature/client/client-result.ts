import { evaluationOfResolution } from '../../engine/resolution/evaluation-of-resolution.js';
import { ResolutionErrorCode } from '../../engine/resolution/resolution-error-code.js';
import { ResolutionReason } from '../../engine/resolution/resolution-reason.js';
import type { ExternalResult } from '../../manager/external/external-flag-provider.js';
import type { TypedDetails } from './typed-client.js';

/** The member of an evaluation that names the variant of a text flag. */
export type VariantFrom = 'variant' | 'value';

/**
 * Expresses the evaluation of an OpenFeature client as the answer of an external provider. A missing targeting key turns
 * the flag off, as for flags of this module; other errors are failures, for which the log names the code only, because
 * the message may contain attributes of the user.
 */
export function clientResult(key: string, details: TypedDetails, variantFrom: VariantFrom): ExternalResult {
  const { value, reason } = details;
  const errorCode = details.errorCode ?? codeOfReason(reason);
  if (errorCode === ResolutionErrorCode.FlagNotFound) return { outcome: 'not_found' };
  if (errorCode !== undefined && errorCode !== ResolutionErrorCode.TargetingKeyMissing) {
    return { outcome: 'failed', problem: /^\w{1,80}$/.test(errorCode) ? errorCode : ResolutionErrorCode.General };
  }
  const variant = variantOf(details, variantFrom);
  return { outcome: 'answer', evaluation: evaluationOfResolution(key, { value, variant, reason, errorCode }) };
}

/** The error that a reason states without a code: without a provider, the SDK returns the default for the reason `No-op`. */
function codeOfReason(reason: string | undefined): string | undefined {
  if (reason === 'No-op') return ResolutionErrorCode.ProviderNotReady;
  return reason === ResolutionReason.Error ? ResolutionErrorCode.General : undefined;
}

function variantOf({ value, variant }: TypedDetails, from: VariantFrom): string | undefined {
  if (typeof value !== 'string') return variant;
  return from === 'value' ? value : (variant ?? value);
}
