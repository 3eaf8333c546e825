import { isNativeError } from 'node:util/types';

/** Jest gives tests an Error of their own; without this, what Node's own modules throw would not be `instanceof Error`. */
Object.defineProperty(Error, Symbol.hasInstance, {
  value(error) {
    return (this === Error && isNativeError(error)) || Function.prototype[Symbol.hasInstance].call(this, error);
  },
});
