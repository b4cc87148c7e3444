import { BadRequestException, Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

/** A query parameter that is a text, or absent: `?q=a&q=b` is refused, and `?q=` is absent. */
@Injectable()
export class SingleQueryPipe implements PipeTransform<unknown, string | undefined> {
  transform(value: unknown, { data }: ArgumentMetadata): string | undefined {
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') return value;
    throw new BadRequestException(`The query parameter "${data}" may be given once only.`);
  }
}
