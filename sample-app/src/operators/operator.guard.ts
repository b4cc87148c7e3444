import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';

/** A request of an operator. */
export interface OperatorRequest extends Request {
  /** Who makes the change: this is what the audit log keeps. */
  actor?: string;
}

/** One operator with one well-known token, for the demo only: in your application, ask your identity provider. */
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

/** The token of the header; empty when there is none. Schemes are not case-sensitive (RFC 9110, section 11.1). */
function bearerToken(request: OperatorRequest): string {
  const [scheme, token, ...rest] = (request.get('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token !== undefined && rest.length === 0 ? token : '';
}

/** `timingSafeEqual` compares only what is equally long. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
