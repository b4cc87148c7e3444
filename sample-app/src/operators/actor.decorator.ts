import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { OperatorRequest } from './operator.guard.js';

/** The operator who makes the request, as a `string`; `OperatorGuard` sets it. */
export const Actor = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<OperatorRequest>().actor,
);
