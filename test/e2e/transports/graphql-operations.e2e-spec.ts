import { describeTransport } from './support/expectations.js';
import { drivers, graphqlTransport, places } from './support/graphql.transport.js';

/** The users to interleave; the other places share their code with queries, and each user needs a connection. */
const USERS: Readonly<Record<string, number>> = { queries: 1000, subscriptions: 200 };

for (const driver of drivers) {
  for (const [kind, place] of Object.entries(places)) {
    describeTransport(`GraphQL ${kind} on ${driver.name}`, graphqlTransport(driver, place), USERS[kind] ?? 20);
  }
}
