import { definitionsOption } from '../engine/options/option-readers.js';
import { OptionsSchema } from '../engine/options/options-schema.js';
import { partNameOption } from '../engine/options/part-name.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';

/** Options of the providers whose definitions are written in code. */
export interface CodeProviderOptions {
  readonly name?: string | undefined;
  readonly segments?: SegmentDefinitions | undefined;
}

export function codeProviderOptions(owner: string): OptionsSchema<CodeProviderOptions> {
  return new OptionsSchema(owner, { name: partNameOption, segments: definitionsOption });
}
