/** The limits of definitions. A definition over a limit is rejected with an error that states the limit. */
export const FlagLimits = {
  /** Flags of one source; segments are counted separately. */
  definitions: 100_000,
  /** Flags and segments that one `saveAll` saves or deletes. */
  edits: 10_000,
  /** Characters of all definitions in one `saveAll` as JSON: 32 Mi. */
  editsText: 32 * 1024 * 1024,
  /** Characters of all texts in one definition, including property names: 8 Mi. */
  definitionText: 8 * 1024 * 1024,
  /** Variants of one flag. */
  variants: 100,
  /** Entries of a list of users, and of each list of a segment. */
  users: 100_000,
  /** Bytes of all values of one flag as JSON: 64 KiB. */
  valueBytes: 64 * 1024,
  /** Attributes that one user attribute flag compares. */
  attributes: 100,
  /** Rules of a flag, and conditions in the `rules` of a segment. */
  rules: 100,
  /** Levels of a condition tree. */
  conditionDepth: 10,
  /** Conditions of one tree, including nested ones. */
  conditions: 1000,
  /** Conditions that one evaluation may check in total, including those of segments and prerequisites. */
  conditionsInAll: 10_000,
  /** Bucket ranges of one rollout, or of one flag in a layer. */
  ranges: 100,
  /** Prerequisites of one flag. */
  prerequisites: 100,
  /** Flags and segments that one evaluation may visit in total, including prerequisites of prerequisites. */
  references: 1000,
  /** Flags and segments in one chain of references, which an evaluation follows by nested calls. */
  referenceDepth: 100,
  /** Tags of one flag. */
  tags: 50,
  /** Entries of the metadata of one flag. */
  metadata: 50,
  /** Characters of a name, such as that of a variant, a tag, an owner or an actor. */
  nameLength: 256,
  /** Characters of a targeting key, and of an id in a list. */
  targetingKeyLength: 1024,
  /** Attributes that one `bucketBy` names. */
  bucketBy: 10,
  /** Characters of a description, of a text in the metadata, or of the reason for a change. */
  descriptionLength: 1000,
} as const;
