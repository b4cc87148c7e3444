import { definitionsOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameOption } from '../internal/options/part-name.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';

/** Options of the providers whose definitions are declared in code. */
export interface CodeProviderOptions {
  readonly name?: string | undefined;
  readonly segments?: SegmentDefinitions | undefined;
}

export function codeProviderOptions(owner: string): OptionsSchema<CodeProviderOptions> {
  return new OptionsSchema(owner, { name: partNameOption, segments: definitionsOption });
}
