export function docstringFault(
  text: string,
  kind: 'callable' | 'type' | 'value',
  options?: { readonly isPublic?: boolean },
): string | undefined;
export function needsDocstring(source: string): boolean;
export function hasSpacedPercentage(line: string): boolean;
export function titleFault(blocks: readonly string[], title: string): string | undefined;
