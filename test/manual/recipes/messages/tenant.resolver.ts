import type { ExecutionContext } from '@nestjs/common';
import { RequestUserResolver, type FlagContext, type FlagRequest } from 'nestjs-feature-flags';

const users = new RequestUserResolver();

/** The authenticated user, and the tenant that the message names. */
export function tenantOf(request: FlagRequest, execution?: ExecutionContext): FlagContext {
  const { userId, userAttributes } = users.resolve(request, execution);
  if (execution?.getType() !== 'rpc') return { userId, userAttributes };
  const { tenant } = execution.switchToRpc().getData<{ readonly tenant?: string }>();
  return { userId, userAttributes: { ...userAttributes, tenant } };
}
