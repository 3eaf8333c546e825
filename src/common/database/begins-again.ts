/** Gone meanwhile: what a transaction has read has been deleted, or has become part of something else, before it could write. */
export class GoneMeanwhileError extends Error {
  override readonly name = 'GoneMeanwhileError';
}

/** SQLSTATE: what a row refers to is gone (or what is deleted is referred to again), a deadlock, a serialisation failure. */
const OVERTAKEN = /^(23503|40P01|40001)$/;

/** Whether another transaction has overtaken this one, so that it ends well when it begins again. */
export function isOvertaken(error: unknown): boolean {
  if (error instanceof GoneMeanwhileError) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && OVERTAKEN.test(code);
}
