import { FlagLimits } from '../../engine/flag-limits.js';
import { objectOption } from '../../internal/options/object-option.js';
import { isText } from '../../internal/text.js';
import type { ExternalFlagProvider } from '../external/external-flag-provider.js';

/** An external provider; its keys and timeout are read when the manager is created. */
export const externalFlagsOption = objectOption<ExternalFlagProvider>({
  what: 'an external flag provider',
  methods: ['contextOf', 'evaluate'],
  isValid: ({ name }) => isText(name, FlagLimits.nameLength),
  rule: 'and a name',
  remedy: 'Use new OpenFeatureFlagProvider({ client }) from "nestjs-feature-flags/openfeature"',
});
