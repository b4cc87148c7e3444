import { describe, expect, it } from '@jest/globals';
import * as core from '../../lib/core.js';
import type { Condition } from '../../lib/engine/targeting/condition.js';
import { operators } from '../../lib/engine/targeting/operators.js';
import type { Operator } from '../../lib/engine/targeting/operators/operator.js';
import { views } from '../../lib/engine/targeting/views/views.js';
import * as api from '../../lib/index.js';
import { EvaluationReason, FlagErrorCode, FlagManager, type FlagDefinition } from '../../lib/index.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';
import { declaredTypesOf, propertiesOf } from './properties-of.js';

/** A page of the folder `docs/reference`. */
const reference = (name: string) => page(`docs/reference/${name}.md`).text;

/** How the page of options writes types whose names in the code would tell readers little. */
const TYPE_NAMES: Readonly<Record<string, readonly string[]>> = {
  ActorResolver: ['function'],
  Duration: ['duration'],
  FeatureFlagDisabledResponse: ['{ status, body }'],
  IsExternalHandler: ['function'],
  RequestOverridesOptions: ['{ secrets, audience, flags }'],
  'Readonly<Record<string, CustomOperator>>': ['records by name'],
  'Readonly<Record<string, CustomStrategy>>': ['records by name'],
  'Readonly<Record<string, Bucketer>>': ['records by name'],
  TypedFlagDefinitions: ['FlagDefinitions'],
  UnknownFlagsPolicy: ["'warn'", "'error'", "'ignore'"],
};

describe('The reference pages', () => {
  it('list exactly the reasons that exist', () => {
    const listed = tableRows(reference('reasons'), 'reason').map(([reason]) => reason);
    expect(listed.toSorted()).toEqual(Object.values(EvaluationReason).toSorted());
  });

  it('list exactly the operators that exist, with the options and views that each takes', () => {
    const rows = tableRows(reference('operators'), 'op');
    const listed = rows.flatMap(([names = '', , , ...rest]) => names.split(', ').map((name) => [name, ...rest]));
    const existing = Object.entries<Operator>(operators).map(([name, { options, views: taken }]) => [
      name,
      options.join(', '),
      taken.join(', '),
    ]);
    expect(listed.filter(([name]) => name !== 'custom:NAME').toSorted()).toEqual(existing.toSorted());
  });

  it('show what each operator holds for, and what it does not hold for', async () => {
    const examples = tableRows(reference('operators'), 'Example of');
    expect(examples.map(([name]) => name)).toEqual(Object.keys(operators));
    const initialFlags: Record<string, FlagDefinition> = {};
    for (const [op = '', comparison = ''] of examples) {
      const fields = comparison === 'nothing' ? '' : `, ${comparison}`;
      const when = JSON.parse(`{ "attribute": "it", "op": "${op}"${fields} }`) as Condition;
      initialFlags[op] = { type: 'boolean', otherwise: false, rules: [{ when }] };
    }
    const flags = await FlagManager.create({ initialFlags });
    for (const [op = '', , holding = '', other = ''] of examples) {
      const answers = [holding, other].map(
        (json) => flags.evaluate(op, { userAttributes: { it: JSON.parse(json) } }).reason,
      );
      expect([op, ...answers]).toEqual([op, 'rule_match', 'no_rule_matched']);
    }
    await flags.close();
  });

  it('list exactly the views that exist', () => {
    expect(tableRows(reference('operators'), 'View').map(([name]) => name)).toEqual(Object.keys(views));
  });

  it('list exactly the error codes that exist, with classes that are exported', () => {
    const rows = tableRows(reference('errors'), 'code');
    const codes = rows.map(([code = '']) => code.replace(/^\[(\w+)\].*$/, '$1'));
    expect(codes.toSorted()).toEqual(Object.values(FlagErrorCode).toSorted());
    const classes = rows.flatMap(([, names = '']) => names.split(', '));
    for (const name of classes) expect({ ...core, ...api }).toHaveProperty(name);
    expect(classes.filter((name) => !(name in api))).toEqual(['EditsRefusedError', 'EditsIncompleteError']);
  });

  it('list exactly the options of the module that exist', () => {
    const options = reference('options');
    const documented = [...tableRows(options, 'Option')].flatMap(([names = '']) => names.split(', '));
    const extras = tableRows(options.slice(options.indexOf('Beside the factory of')), 'Option').map(([name]) => name);
    const path = 'lib/nest/feature-flags.options.ts';
    expect(documented.toSorted()).toEqual(propertiesOf('FeatureFlagsConfig', path).toSorted());
    expect(extras.toSorted()).toEqual(propertiesOf('FeatureFlagsModuleExtras', path).toSorted());
  });

  it('list exactly the options of the visitor cookie that exist', () => {
    const listed = tableRows(reference('options'), 'In visitorCookie').map(([name]) => name);
    const path = 'lib/nest/visitors/visitor-cookie.options.ts';
    expect(listed).toEqual(propertiesOf('VisitorCookieOptions', path));
  });

  it('list exactly the options of exposures that exist', () => {
    const listed = tableRows(reference('options'), 'In exposure').map(([name]) => name);
    expect(listed).toEqual(propertiesOf('ExposureOptions', 'lib/manager/exposure/exposure.options.ts'));
  });

  it('list exactly the options of usage that exist', () => {
    const listed = tableRows(reference('options'), 'In usage').map(([name]) => name);
    expect(listed).toEqual(propertiesOf('UsageOptions', 'lib/manager/usage/usage.options.ts'));
  });

  it('list exactly the options of the stores that exist', () => {
    const options = reference('options');
    const listed = tableRows(options, 'In these stores').map(([name]) => name);
    const memory = propertiesOf('MemoryStoreOptions', 'lib/store/memory/memory.store.ts');
    const file = propertiesOf('FileStoreOptions', 'lib/store/file/file.store.ts');
    expect(listed).toEqual(memory);
    expect(['auditLogSize', ...file]).toEqual(listed); // a file keeps every entry
    const redis = tableRows(options, 'In RedisStore').flatMap(([names = '']) => names.split(', '));
    expect(redis.toSorted()).toEqual(propertiesOf('RedisStoreOptions', 'lib/redis/redis-store.options.ts').toSorted());
    const postgres = tableRows(options, 'In PostgresStore').map(([name]) => name);
    expect(postgres.toSorted()).toEqual(
      propertiesOf('PostgresStoreOptions', 'lib/postgres/postgres-store.options.ts').toSorted(),
    );
  });

  it.each([
    ['Option', 'FeatureFlagsConfig', 'lib/nest/feature-flags.options.ts'],
    ['In exposure', 'ExposureOptions', 'lib/manager/exposure/exposure.options.ts'],
    ['In usage', 'UsageOptions', 'lib/manager/usage/usage.options.ts'],
    ['In these stores', 'MemoryStoreOptions', 'lib/store/memory/memory.store.ts'],
    ['In RedisStore', 'RedisStoreOptions', 'lib/redis/redis-store.options.ts'],
    ['In PostgresStore', 'PostgresStoreOptions', 'lib/postgres/postgres-store.options.ts'],
  ])('give the options below "%s" the types that %s declares', (heading, type, path) => {
    const declared = declaredTypesOf(type, path);
    const documented = new Map<string, readonly string[]>();
    for (const [names = '', cell = ''] of tableRows(reference('options'), heading)) {
      const keys = names.split(', ');
      const types = cell.split(/, (?![^{]*\})| or /);
      const areParallel = keys.length > 1 && keys.length === types.length; // `logger`, `clock`: `FlagLogger`, `Clock`
      keys.forEach((key, i) => documented.set(key, areParallel ? types.slice(i, i + 1) : types));
    }
    for (const [key, types] of documented) {
      const expected = declared.get(key)?.flatMap((each) => TYPE_NAMES[each] ?? [each]);
      expect([key, ...types.toSorted()]).toEqual([key, ...(expected ?? []).toSorted()]);
    }
  });
});
