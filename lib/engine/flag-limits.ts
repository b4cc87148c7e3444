/** What one definition may hold at most. A definition over a limit is refused with the limit named. */
export const FlagLimits = {
  /** Flags, and segments, of one source. */
  definitions: 100_000,
  /** Flags and segments that one `saveAll` saves or deletes. */
  edits: 10_000,
  /** Characters of JSON of all definitions in one `saveAll`: 32 Mi. */
  editsText: 32 * 1024 * 1024,
  /** Characters of all texts of one definition, names of properties included: 8 Mi. */
  definitionText: 8 * 1024 * 1024,
  variants: 100,
  /** Also of a segment's lists. */
  users: 100_000,
  /** Bytes of JSON of all values of one flag: 64 KiB. */
  valueBytes: 64 * 1024,
  attributes: 100,
  /** Rules of a flag, conditions of a segment's `rules`. */
  rules: 100,
  /** Levels of a condition tree. */
  conditionDepth: 10,
  /** Conditions of one tree, those within others included. */
  conditions: 1000,
  /** Conditions that one evaluation may look at in all, those of segments and prerequisites included. */
  conditionsInAll: 10_000,
  /** Bucket ranges of one rollout, or of one flag in a layer. */
  ranges: 100,
  prerequisites: 100,
  /** Flags or segments that one evaluation may ask for in all: prerequisites of prerequisites included. */
  references: 1000,
  /** Flags and segments in one chain of references: an evaluation follows it by nested calls. */
  referenceDepth: 100,
  tags: 50,
  nameLength: 256,
  /** Characters of a targeting key, and of the ids in lists. */
  targetingKeyLength: 1024,
  /** Attributes that one `bucketBy` names. */
  bucketBy: 10,
  descriptionLength: 1000,
} as const;
