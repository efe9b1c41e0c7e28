// The three calls of the "Reflect metadata" proposal that @peculiar/x509 wants to find when it is loaded. Import it
// before that package. A package of its own for these lines is not worth it.
type Key = string | symbol | object;

const kept = new WeakMap<object, Map<Key, unknown>>();

function getOwn(key: Key, target: object): unknown {
  return kept.get(target)?.get(key);
}

function get(key: Key, target: object): unknown {
  const own = getOwn(key, target);
  const parent: unknown = Object.getPrototypeOf(target);
  if (own !== undefined || parent === null || (typeof parent !== 'object' && typeof parent !== 'function'))
    return own;
  return get(key, parent);
}

function define(key: Key, value: unknown, target: object): void {
  const known = kept.get(target) ?? new Map<Key, unknown>();
  kept.set(target, known.set(key, value));
}

Object.assign(Reflect, { getMetadata: get, getOwnMetadata: getOwn, defineMetadata: define });
