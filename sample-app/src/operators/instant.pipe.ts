import { BadRequestException, Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

const ISO_WITH_OFFSET = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A query parameter that is an instant, or absent. Without an offset it would mean another one on each server. */
@Injectable()
export class InstantPipe implements PipeTransform<string | undefined, Date | undefined> {
  transform(text: string | undefined, { data }: ArgumentMetadata): Date | undefined {
    if (text === undefined) return undefined;
    const day = ISO_WITH_OFFSET.exec(text)?.[1];
    const instant = new Date(text);
    if (day !== undefined && !Number.isNaN(instant.getTime()) && isOfCalendar(day)) return instant;
    throw new BadRequestException(
      `The query parameter "${data}" must be an ISO 8601 date and time with an offset, such as 2026-11-27T00:00:00Z ` +
        'or 2026-11-27T00:00:00%2B01:00: a plus is written %2B in a URL.',
    );
  }
}

/** `Date` takes February 30 for March 2. */
function isOfCalendar(day: string): boolean {
  return new Date(day).toISOString().startsWith(day);
}
