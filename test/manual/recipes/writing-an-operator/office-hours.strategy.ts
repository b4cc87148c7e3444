import type { CustomStrategy } from 'nestjs-feature-flags/core';

/** `{ type: 'custom', strategy: 'office_hours', parameters: { opens: 9, closes: 17 } }` */
export const officeHours: CustomStrategy = (parameters, { instantOf }) => {
  const { opens, closes } = parameters as { opens: number; closes: number };
  return (context) => {
    const hour = new Date(instantOf(context)).getUTCHours();
    return opens <= hour && hour < closes;
  };
};
