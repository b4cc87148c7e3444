import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

/** The body of a request to override a flag. */
export interface OverrideBody {
  /** `true` for on, `false` for off, or the name of a variant. */
  readonly value: boolean | string;
  /** For the audit log. */
  readonly reason: string;
  /** ISO 8601 with an offset; the library validates it. */
  readonly expiresAt?: string | undefined;
}

const PROPERTIES: ReadonlySet<string> = new Set(['value', 'reason', 'expiresAt'] satisfies (keyof OverrideBody)[]);

/** Accepts only an {@link OverrideBody}; otherwise it responds with 400 and a list of all problems. */
@Injectable()
export class OverrideBodyPipe implements PipeTransform<unknown, OverrideBody> {
  transform(body: unknown): OverrideBody {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new BadRequestException(['Send a JSON object with "value", "reason" and, optionally, "expiresAt".']);
    }
    const { value, reason, expiresAt }: { value?: unknown; reason?: unknown; expiresAt?: unknown } = body;
    const problems = Object.keys(body)
      .filter((name) => !PROPERTIES.has(name))
      .map((name) => `${JSON.stringify(name)} is unknown: use "value", "reason" and "expiresAt".`);
    const isValue = typeof value === 'boolean' || isText(value);
    const isExpiry = expiresAt === undefined || typeof expiresAt === 'string';
    if (!isValue) problems.push('"value" must be true, false or the name of a variant.');
    if (!isText(reason)) problems.push('"reason" must be a non-empty string: it is written to the audit log.');
    if (!isExpiry) problems.push('"expiresAt" must be an ISO 8601 date with an offset.');
    if (isValue && isText(reason) && isExpiry && problems.length === 0) return { value, reason, expiresAt };
    throw new BadRequestException(problems);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
