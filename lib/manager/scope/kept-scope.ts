import { isObservable, Observable } from 'rxjs';

/** Runs work within a certain scope. */
type Resume = <R>(work: () => R) => R;

/**
 * Lets an iterator or Observable that was created within a scope run its code in that scope whenever it is consumed.
 * Other results are returned unchanged; the code behind a promise is in the scope already.
 */
export function keptScope<T>(result: T, resume: Resume): T {
  if (isIterator(result)) return keptIterator(result, resume);
  if (isObservable(result) && !('next' in result)) return keptObservable(result, resume) as T & Observable<unknown>;
  return result;
}

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/**
 * Whether it is a sync or async iterator, such as a generator. A stream is not: it reads ahead on its own. Nor is the
 * cursor of a database, whose `next()` returns a document.
 */
function isIterator(result: unknown): result is AnyIterator & object {
  if (typeof result !== 'object' || result === null || !('next' in result)) return false;
  if (typeof result.next !== 'function' || 'pipe' in result || 'pipeTo' in result) return false;
  if (Symbol.asyncIterator in result) return isSelf(result, result[Symbol.asyncIterator]);
  return Symbol.iterator in result && isSelf(result, result[Symbol.iterator]);
}

/** Whether a loop over it calls the methods of this object, and not those of another one. */
function isSelf(iterator: object, open: unknown): boolean {
  return typeof open === 'function' && Reflect.apply(open, iterator, []) === iterator;
}

function keptIterator<I extends AnyIterator & object>(iterator: I, resume: Resume): I {
  const kept: I = Object.create(iterator, {
    ...Object.fromEntries(
      (['next', 'return', 'throw'] as const)
        .filter((name) => typeof iterator[name] === 'function')
        .map((name) => [name, { value: (...given: []) => resume(() => iterator[name]?.(...given)) }]),
    ),
    [Symbol.asyncIterator in iterator ? Symbol.asyncIterator : Symbol.iterator]: { value: () => kept },
  });
  return kept;
}

function keptObservable<V>(source: Observable<V>, resume: Resume): Observable<V> {
  return new Observable((subscriber) => resume(() => source.subscribe(subscriber)));
}
