import { Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidFlagKeyError, isFlagKey } from 'nestjs-feature-flags';

/** The flag key of a path, which may contain an encoded slash: `/ops/flags/checkout%2Fgift_wrap`. */
@Injectable()
export class FlagKeyPipe implements PipeTransform<unknown, string> {
  transform(key: unknown): string {
    if (!isFlagKey(key)) throw new InvalidFlagKeyError(key);
    return key;
  }
}
