import { copyIdentity, type Method } from './method-replacement.js';

/** A method that is enclosed by another one, which stays outermost when decorators above it replace the method. */
interface Enclosed {
  readonly body: Method;
  readonly enclose: (body: Method) => Method;
}

const enclosedMethods = new WeakMap<object, Enclosed>();

/** Encloses a method, and every method that replaces it later by {@link replaceEnclosed}. */
export function enclosed(body: Method, enclose: (body: Method) => Method): Method {
  const outer = enclose(body);
  enclosedMethods.set(outer, { body, enclose });
  return outer;
}

/** The method within an enclosed one; the method itself if it is not enclosed. */
export function bodyOf(method: Method): Method {
  return enclosedMethods.get(method)?.body ?? method;
}

/** Whether a method is enclosed, and no other decorator has replaced it since. */
export function isEnclosed(method: Method): boolean {
  return enclosedMethods.has(method);
}

/** Puts a replacement of the {@link bodyOf} a method in its place. */
export function replaceEnclosed(method: Method, body: Method): Method {
  const outer = enclosedMethods.get(method);
  if (outer === undefined) return body;
  return copyIdentity(enclosed(body, outer.enclose), method); // with what decorators have recorded on it
}
