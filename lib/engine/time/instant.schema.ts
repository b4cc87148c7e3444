import { z } from 'zod';

/** A date and time with an offset, as ISO 8601 text. A `Date` in code has already been converted to such text. */
export const instantSchema = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO 8601 date and time, to the second and with an offset: "2026-11-27T00:00:00Z" or "…+01:00"',
  })
  .meta({
    description: 'A date and time with an offset, such as "2026-11-27T00:00:00+01:00".',
    pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$`, // zod's own is hard to read
  });
