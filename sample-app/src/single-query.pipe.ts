import { BadRequestException, Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

/** An optional query parameter with a string: `?q=a&q=b` is rejected, and `?q=` counts as absent. */
@Injectable()
export class SingleQueryPipe implements PipeTransform<unknown, string | undefined> {
  transform(value: unknown, { data }: ArgumentMetadata): string | undefined {
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') return value;
    throw new BadRequestException(`The query parameter "${data}" may be given only once.`);
  }
}
