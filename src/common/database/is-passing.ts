import { QueryFailedError, TypeORMError } from 'typeorm';

/** TypeORM's names for a connection that went away under it. */
const CONNECTION_LOST =
  /^(QueryRunnerAlreadyReleased|CannotExecuteNotConnected|ConnectionIsNotSet|TransactionNotStarted)Error$/;

/** Trouble of the database or the network: the same will work later, so nothing has FAILED. */
export function isPassing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return !/^(22|23|42)/.test(code); // bad data, a broken constraint, wrong SQL
  if (error instanceof TypeORMError && !(error instanceof QueryFailedError)) return CONNECTION_LOST.test(error.name);
  return error instanceof Error && /connection|timeout|terminated|not queryable/i.test(error.message);
}
