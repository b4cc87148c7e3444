import { option } from '../../internal/options/option-readers.js';
import { isText } from '../../internal/text.js';

/** The secret with which targeting keys are hashed. */
export const hashSecretOption = option<string>(
  (value) => isText(value, 1024, 32),
  'must be a secret of 32 to 1024 characters',
  () => 'Make one with "openssl rand -base64 32"',
);
