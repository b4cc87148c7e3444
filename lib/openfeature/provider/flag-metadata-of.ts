import type { FlagMetadata } from '@openfeature/server-sdk';
import type { Flag } from '../../engine/flag.js';

/** The `metadata` of a definition, and its `version` if it has one; `undefined` if it has neither. */
export function flagMetadataOf(flag: Flag | undefined): FlagMetadata | undefined {
  if (flag === undefined) return undefined;
  const { metadata, version } = flag;
  if (version === undefined) return metadata;
  return { version, ...metadata };
}
