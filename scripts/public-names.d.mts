export function publicNames(): readonly { readonly name: string; readonly names: readonly string[] }[];
