import type { ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';

/** A call of a transport, with the arguments that its handler gets. */
export function executionOf(type: 'http' | 'graphql' | 'ws' | 'rpc', ...args: unknown[]): ExecutionContext {
  const execution = new ExecutionContextHost(args);
  execution.setType(type);
  return execution;
}
