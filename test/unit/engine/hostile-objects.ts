function refuse(): never {
  throw new Error('this object bites');
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Objects that throw when they are looked at, each in its own way; a new one with every call. */
export const hostileObjects = {
  'a proxy that refuses to read': () => new Proxy({}, { get: refuse }),
  'a proxy that refuses to describe a property': () =>
    new Proxy({ plan: 'gold', userAttributes: {} }, { getOwnPropertyDescriptor: refuse }),
  'a proxy that refuses to list its keys': () => new Proxy({}, { ownKeys: refuse }),
  'a proxy that refuses to tell its prototype': () => new Proxy({}, { getPrototypeOf: refuse }),
  'a revoked proxy of an object': () => revoked({}),
  'a revoked proxy of an array': () => revoked([]),
  'an object whose getters throw': () => {
    const names = ['userId', 'sessionId', 'userAttributes', 'timestamp', 'type', 'enabled', 'plan'];
    const descriptor: PropertyDescriptor = { enumerable: true, get: refuse };
    return Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, descriptor])));
  },
  'an object that cannot become a string': () => ({ [Symbol.toPrimitive]: refuse, toString: refuse, valueOf: refuse }),
  'a proxy of a date': () => new Proxy(new Date(0), {}),
  'an object that only inherits from Date': () => Object.create(Date.prototype) as object,
} as const satisfies Record<string, () => object>;
