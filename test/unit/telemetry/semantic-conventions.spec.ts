import { describe, expect, it } from '@jest/globals';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { Attribute, EVALUATION_EVENT } from '../../../lib/telemetry/semantic-conventions.js';

describe('The names of attributes and events', () => {
  it('are those of the current semantic conventions', () => {
    expect(Attribute).toStrictEqual({
      Key: conventions.ATTR_FEATURE_FLAG_KEY,
      Variant: conventions.ATTR_FEATURE_FLAG_RESULT_VARIANT,
      Value: conventions.ATTR_FEATURE_FLAG_RESULT_VALUE,
      Reason: conventions.ATTR_FEATURE_FLAG_RESULT_REASON,
      ErrorType: conventions.ATTR_ERROR_TYPE,
      ProviderName: conventions.ATTR_FEATURE_FLAG_PROVIDER_NAME,
      ContextId: conventions.ATTR_FEATURE_FLAG_CONTEXT_ID,
      SetId: conventions.ATTR_FEATURE_FLAG_SET_ID,
      Version: conventions.ATTR_FEATURE_FLAG_VERSION,
    });
    expect(EVALUATION_EVENT).toBe(conventions.EVENT_FEATURE_FLAG_EVALUATION);
  });
});
