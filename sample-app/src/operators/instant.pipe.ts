import { BadRequestException, Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

const ISO_WITH_OFFSET = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** An optional query parameter with a time. Without an offset, it would depend on the server's time zone. */
@Injectable()
export class InstantPipe implements PipeTransform<string | undefined, Date | undefined> {
  transform(text: string | undefined, { data }: ArgumentMetadata): Date | undefined {
    if (text === undefined) return undefined;
    const day = ISO_WITH_OFFSET.exec(text)?.[1];
    const instant = new Date(text);
    if (day !== undefined && !Number.isNaN(instant.getTime()) && isOfCalendar(day)) return instant;
    throw new BadRequestException(
      `The query parameter "${data}" must be an ISO 8601 date and time with an offset, such as 2026-11-27T00:00:00Z ` +
        'or 2026-11-27T00:00:00%2B01:00: encode the plus sign as %2B in a URL.',
    );
  }
}

/** Whether the date exists: `Date` reads February 30 as March 2. */
function isOfCalendar(day: string): boolean {
  return new Date(day).toISOString().startsWith(day);
}
