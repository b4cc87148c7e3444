import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';

/** A request of an operator. */
export interface OperatorRequest extends Request {
  /** The operator's name, for the audit log. */
  actor?: string;
}

/** One operator with a publicly known token, for this demo only: in your application, use your identity provider. */
const OPERATOR = { actor: 'operator@example.com', token: digest('demo-operator') };

@Injectable()
export class OperatorGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<OperatorRequest>();
    if (!timingSafeEqual(digest(bearerToken(request)), OPERATOR.token)) {
      context.switchToHttp().getResponse<Response>().set('www-authenticate', 'Bearer');
      throw new UnauthorizedException('Operators only: send the header "authorization: Bearer <token>".');
    }
    request.actor = OPERATOR.actor;
    return true;
  }
}

/** The token of the header; empty if there is none. The scheme is case-insensitive (RFC 9110, section 11.1). */
function bearerToken(request: OperatorRequest): string {
  const [scheme, token, ...rest] = (request.get('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token !== undefined && rest.length === 0 ? token : '';
}

/** A hash of fixed length, because `timingSafeEqual` requires equal lengths. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
