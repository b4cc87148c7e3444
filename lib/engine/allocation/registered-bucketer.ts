import { failEvaluation } from '../compile/evaluation-failure.js';
import type { Scope } from '../compile/scope.js';
import { registered, returnedFunction } from '../extensions.js';
import type { FlagContext } from '../flag-context.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { BucketingOptions, BucketDraw, Bucketer, BucketerReference, CreateBuckets } from './bucketer.js';
import { NO_BUCKET } from './no-bucket.js';
import type { KeyReader } from './targeting-key.js';

/** The bucketer that a definition names, with or without parameters. */
export function bucketerReference(
  bucketer: NonNullable<BucketingOptions['bucketer']>,
): Pick<BucketerReference, 'name'> & Partial<BucketerReference> {
  return typeof bucketer === 'string' ? { name: bucketer } : bucketer;
}

/** The function of a bucketer that creates draws. */
export function createBucketsOf(bucketer: Bucketer): CreateBuckets {
  return typeof bucketer === 'function' ? bucketer : bucketer.create;
}

/** Puts contexts into buckets by a bucketer that the application has registered. */
export function registeredBucketer(
  name: string,
  keyOf: KeyReader,
  draw: BucketDraw,
  scope: Scope,
): (context: FlagContext) => number {
  const fail = (why: string): never =>
    failEvaluation(scope, `Bucketer "${name}" failed for "${scope.key}", which is undecided and counts as off: ${why}`);
  try {
    const bucketer = registered(scope.extensions?.bucketers, name);
    const bucket = returnedFunction(bucketer && createBucketsOf(bucketer)(draw));
    if (bucket === undefined) return () => fail('it is not registered, or returns no function');
    return (context) => {
      const key = keyOf(context);
      if (key === undefined) return NO_BUCKET;
      let found: unknown;
      try {
        found = bucket(key);
      } catch (error) {
        return fail(`it threw ${thrownName(error)}`);
      }
      if (typeof found === 'number' && found >= 0 && found < draw.total) return found;
      ignoreRejection(found);
      return fail(`it must return a number that is at least 0 and below ${draw.total}`);
    };
  } catch (error) {
    return () => fail(`it threw ${thrownName(error)}`);
  }
}
