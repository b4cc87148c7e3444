import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { RequestUserResolver } from '../../../../lib/nest/context/request-user.resolver.js';
import type { FlagRequest } from '../../../../lib/nest/context/request-of.js';
import { eventually } from '../../../support/eventually.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { VendorFlags } from '../../../support/vendor-flags.js';
import { HANDLERS, initialFlags, type HandlerName } from './shop-handlers.js';
import type { Client, Options, Outcome, Running, Transport, User } from './transport.js';

const ada: User = { id: 'ada', plan: 'gold' };
const bob: User = { id: 'bob', plan: 'free' };

/** Stands for the denial of a transport. */
const DENIED = Symbol('denied');

const answers = (enabled: boolean, userId?: string) =>
  JSON.stringify({
    enabled,
    variant: 'classic',
    value: 10,
    reason: enabled ? 'attribute_match' : 'attribute_mismatch',
    userId,
  });

const users = (id: string | null) => JSON.stringify([id, id, id, id]);

/** What each handler answers to a user with the flag, to one without it, and to a caller without a user. */
const EXPECTED = {
  guarded: ['welcome', DENIED, DENIED],
  guardedByNot: [DENIED, 'welcome', 'welcome'],
  intercepted: ['welcome', DENIED, DENIED],
  fallback: ['fancy', 'plain', 'plain'],
  featured: ['fancy', 'plain', 'plain'],
  required: ['welcome', DENIED, DENIED],
  requiredByNot: [DENIED, 'welcome', 'welcome'],
  routed: ['grid', 'list', 'list'],
  parameters: [answers(true, 'ada'), answers(false, 'bob'), answers(false)],
  service: ['discount', 'full price', 'full price'],
  users: [users('ada'), users('bob'), users(null)],
  gatedService: ['secret price', DENIED, DENIED],
  gatedByNotService: [DENIED, 'standard price', 'standard price'],
} satisfies Record<HandlerName, readonly [unknown, unknown, unknown]>;

/** A resolver that waits, and records the handler of each call that it is asked for. */
class RecordingResolver extends RequestUserResolver {
  readonly asked: (string | undefined)[] = [];

  readonly options: Options = {
    contextResolver: async (request: FlagRequest, execution?: ExecutionContext) => {
      this.asked.push(execution?.getHandler().name);
      await setImmediate();
      return this.resolve(request, execution);
    },
  };
}

type Kind = 'the default resolver' | 'an asynchronous resolver' | 'an external provider';

function optionsFor(kind: Kind, recording: RecordingResolver): Options {
  if (kind === 'an asynchronous resolver') return recording.options;
  return kind === 'the default resolver' ? {} : { initialFlags: {}, externalFlags: new VendorFlags(initialFlags) };
}

/**
 * The table of expectations that holds on every transport.
 *
 * @param most the number of users to interleave
 */
export function describeTransport(name: string, transport: Transport, most = 1000): void {
  describe.each(['the default resolver', 'an asynchronous resolver', 'an external provider'] as const)(
    `Handlers of ${name} with %s`,
    (kind) => {
      const logger = new RecordingLogger();
      const recording = new RecordingResolver();
      let running: Running | undefined;
      let clients: readonly Client[] = [];

      beforeAll(async () => {
        running = await transport.start(optionsFor(kind, recording), logger);
        clients = [await running.connect(ada), await running.connect(bob), await running.connect(undefined)];
      });
      afterAll(async () => {
        for (const client of clients) await client.close?.();
        await running?.close();
      });

      it.each(HANDLERS)(
        'evaluate flags for their caller, and deny by the error of the transport (%s)',
        async (handler) => {
          const outcomes: Outcome[] = [];
          for (const client of clients) outcomes.push(await client.ask(handler)); // one after the other, as sockets need it
          const expected = EXPECTED[handler].map((answer) =>
            answer === DENIED ? { denied: transport.denied(handler) } : { answer },
          );
          expect(outcomes).toStrictEqual(expected);
          expect(JSON.stringify(outcomes)).not.toContain('premium_tier');
        },
      );

      if (kind === 'an asynchronous resolver') {
        it('pass their call to the resolver', async () => {
          for (const handler of ['guarded', 'service', 'parameters'] as const) {
            recording.asked.length = 0;
            await clients[0]?.ask(handler);
            expect(recording.asked).toContain(handler);
            expect(recording.asked).not.toContain(undefined);
          }
        });
      }

      // A synchronous resolver leaves fewer gaps in which users could be confused.
      const visitors = kind === 'the default resolver' ? Math.min(most, 100) : most;

      it(`never confuse ${visitors} interleaved users`, async () => {
        const wrong: unknown[] = [];
        const visit = async (index: number) => {
          const user = { id: `u${index}`, plan: index % 2 === 0 ? 'gold' : 'free' };
          const client = await running?.connect(user);
          const [own, premium] = [await client?.ask('users'), await client?.ask('guarded')];
          const expected = [
            { answer: users(user.id) },
            user.plan === 'gold' ? { answer: 'welcome' } : { denied: transport.denied('guarded') },
          ];
          await client?.close?.();
          if (JSON.stringify([own, premium]) !== JSON.stringify(expected)) wrong.push([own, premium]);
        };
        // Each of these goes on to its next user on its own, so that users start and end at any time.
        await Promise.all(
          Array.from({ length: 50 }, async (_, worker) => {
            for (let user = worker; user < visitors; user += 50) await visit(user);
          }),
        );
        expect(wrong.slice(0, 3)).toStrictEqual([]);
      });

      if (transport.hasEvents === true) {
        it('skip denied events, and handle the others', async () => {
          const [withFlag, without] = clients;
          await without?.emit?.('notify');
          await withFlag?.emit?.('notify');
          await eventually(async () => expect(await withFlag?.ask('notified')).toStrictEqual({ answer: ['ada'] }));
        });
      }

      it('log no error', () => {
        expect(logger.errors).toStrictEqual([]);
        expect(logger.warnings).toStrictEqual([]);
      });
    },
  );
}
