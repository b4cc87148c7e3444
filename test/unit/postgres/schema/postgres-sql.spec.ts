import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import type { PostgresSqlOptions } from '../../../../lib/postgres/schema/postgres-schema.options.js';
import { postgresSql } from '../../../../lib/postgres/schema/postgres-sql.js';
import { SCHEMA_MIGRATIONS, SCHEMA_VERSION } from '../../../../lib/postgres/schema/schema-migrations.js';

describe('The SQL of the Postgres store', () => {
  it('has one migration for each version, numbered from 1 without gaps', () => {
    expect(SCHEMA_MIGRATIONS.map(({ version }) => version)).toStrictEqual(
      Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1),
    );
  });

  it('creates everything in the given schema', () => {
    const sql = postgresSql({ schema: 'shop' });
    expect(sql).toContain('CREATE TABLE IF NOT EXISTS "shop"."log"');
    expect(sql).not.toContain('feature_flags');
  });

  it('records each version', () => {
    expect(postgresSql()).toContain(
      'INSERT INTO "feature_flags"."migrations" (version, is_breaking) VALUES (1, false) ON CONFLICT DO NOTHING;',
    );
  });

  it('grants nothing without a role', () => {
    expect(postgresSql()).not.toContain('GRANT');
  });

  it('lets the role of the application read and extend the log, and nothing else', () => {
    const grants = postgresSql({ role: 'shop' })
      .split('\n')
      .filter((line) => line.includes('"log"') && line.endsWith('"shop";'));
    expect(grants.map((line) => line.trim())).toStrictEqual([
      'REVOKE ALL ON "feature_flags"."log" FROM PUBLIC, "shop";',
      'GRANT SELECT, INSERT ON "feature_flags"."log" TO "shop";',
    ]);
  });

  it('lets the retention role call one function, and nothing else', () => {
    const grants = postgresSql({ retentionRole: 'cleaner' })
      .split('\n')
      .filter((line) => line.endsWith(' "cleaner";'));
    expect(grants).toStrictEqual([
      'GRANT USAGE ON SCHEMA "feature_flags" TO "cleaner";',
      'GRANT EXECUTE ON FUNCTION "feature_flags"."trim_log"(interval, integer) TO "cleaner";',
    ]);
  });

  it('consists of the grants alone from the version after the newest', () => {
    const sql = postgresSql({ from: SCHEMA_VERSION + 1, role: 'shop' });
    expect(sql).not.toContain('CREATE');
    expect(sql).toContain('GRANT SELECT, INSERT ON "feature_flags"."log" TO "shop";');
  });

  it('contains no question mark, which query builders replace', () => {
    expect(postgresSql({ role: 'shop', retentionRole: 'cleaner' })).not.toContain('?');
  });

  it.each<[string, object]>([
    ['schema', { schema: 'pg_shop' }],
    ['schema', { schema: 'shop"; DROP TABLE orders' }],
    ['role', { role: '' }],
    ['role', { role: 'x'.repeat(64) }],
    ['role', { role: 'ü'.repeat(32) }],
    ['role', { role: 'shop\0' }],
    ['retentionRole', { retentionRole: 5 }],
    ['from', { from: 0 }],
    ['from', { from: SCHEMA_VERSION + 2 }],
    ['to', { to: SCHEMA_VERSION + 1 }],
    ['roles', { roles: ['shop'] }],
  ])('rejects the option "%s" of %j', (name, options) => {
    expect(() => postgresSql(options as PostgresSqlOptions)).toThrow(InvalidOptionsError);
    expect(() => postgresSql(options as PostgresSqlOptions)).toThrow(`"${name}"`);
  });
});
