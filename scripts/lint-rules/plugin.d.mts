export const rules: Readonly<Record<string, object>>;
