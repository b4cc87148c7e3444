/** The way from the top of a flag file to a value, such as `['flags', 'sale', 'variants', 0]`. */
export type DefinitionPath = readonly (string | number)[];

/** Finds the offset of a value in a text, or that of the nearest value around it; for a member, that of its name. */
export type FindOffset = (path: DefinitionPath) => number;
