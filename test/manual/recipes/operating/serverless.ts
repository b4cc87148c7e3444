import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FlagManager } from 'nestjs-feature-flags';

/** A function that keeps its application between invocations, as AWS Lambda and its like do. */
export function serverless<Event, Answer>(
  root: Type,
  handle: (app: INestApplicationContext, event: Event) => Answer | Promise<Answer>,
): (event: Event) => Promise<Answer> {
  let starting: Promise<INestApplicationContext> | undefined;
  return async (event) => {
    starting ??= NestFactory.createApplicationContext(root, { abortOnError: false });
    starting.catch(() => (starting = undefined)); // the next invocation tries again
    const app = await starting;
    await app.get(FlagManager).refresh(); // what has changed while the process was frozen
    return await handle(app, event);
  };
}
