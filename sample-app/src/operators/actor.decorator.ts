import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { OperatorRequest } from './operator.guard.js';

/** Who makes the request, as the `OperatorGuard` has found out: a `string`. */
export const Actor = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<OperatorRequest>().actor,
);
