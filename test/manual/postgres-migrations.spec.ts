import { describe, expect, it } from '@jest/globals';
import { SCHEMA_MIGRATIONS, SCHEMA_VERSION } from '../../lib/postgres/schema/schema-migrations.js';
import { TRIM_BATCH } from '../../lib/postgres/schema/trim-log.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';

const { text } = page('docs/guide/postgres-migrations.md');

describe('The page on the tables in Postgres', () => {
  it('lists exactly the rights that are granted', () => {
    const granted = SCHEMA_MIGRATIONS.flatMap(({ grants }) => grants).map(({ table, rights }) => [
      table,
      rights.join(', '),
    ]);
    expect(tableRows(text, 'Table')).toStrictEqual(granted);
  });

  it('prints grants alone with the version after the newest', () => {
    expect(text).toContain(`postgres sql --from ${SCHEMA_VERSION + 1} --role other`);
  });

  it('tells how many entries one call removes', () => {
    expect(text).toContain(`removes up to ${TRIM_BATCH.toLocaleString('en-US')} entries`);
  });
});
