import { describe, it } from '@jest/globals';
import { ofrepClients } from '../e2e/ofrep-clients/ofrep-clients.js';
import { adapters } from '../support/http-app.js';
import { pathOfProgram } from '../support/program-path.js';
import { exchangeProblems } from './ofrep/exchange-problems.js';
import { OpenApiValidator } from './ofrep/openapi-validator.js';
import { recordPage } from './ofrep/record-page.js';
import { record, type Recording } from './ofrep/recording.js';
import { suiteFolder } from './suites.js';

const validator = new OpenApiValidator(suiteFolder('ofrep'));

// The cases are what real clients sent and received, so the clients run before the cases are declared.
const recordings: Recording[] = [];
for (const client of ofrepClients) {
  for (const adapter of adapters) recordings.push(await record(client, adapter));
}
const browser = pathOfProgram('chromium');
if (browser !== undefined) recordings.push(await recordPage(browser));
else if (process.env['REQUIRE_SERVICES'] === '1') throw new Error('chromium is not installed.');

for (const { name, outcomes, exchanges } of recordings) {
  describe(name, () => {
    for (const { title, error } of outcomes) {
      it(title, () => {
        if (error !== undefined) throw error;
      });
    }
    for (const [i, exchange] of exchanges.entries()) {
      const { method, path, status } = exchange;
      it(`exchange ${i + 1}, ${method} ${path} with the answer ${status}, is as the protocol describes it`, () => {
        const problems = exchangeProblems(validator, exchange);
        if (problems.length > 0) throw new Error(problems.join('\n'));
      });
    }
  });
}
