import { QueryFailedError, TypeORMError } from 'typeorm';
import { GoneMeanwhileError } from './begins-again.js';
import { UnavailableError } from '../errors/unavailable-error.js';

/** TypeORM's names for a connection that went away under it. */
const CONNECTION_LOST =
  /^(QueryRunnerAlreadyReleased|CannotExecuteNotConnected|ConnectionIsNotSet|TransactionNotStarted)Error$/;
/** Node's names for a network, or the other end of it, that does not answer; ENOENT is a Unix socket that is gone. */
const NETWORK =
  /^(E?CONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)(UNREACH|DOWN)|ENOENT)$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;
/** Classes of SQLSTATE: not supported, cardinality, bad data, a broken constraint, wrong SQL, a check, raised on purpose. */
const OF_OUR_MAKING = /^(0A|21|22|23|42|44|P0)/;

/** Trouble of the database, the network or the store of files: the same will work later, so nothing has FAILED. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnavailableError || error instanceof GoneMeanwhileError) return true;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') {
    if (NETWORK.test(code)) return code !== 'ENOENT' || syscall === 'connect';
    return SQLSTATE.test(code) && !OF_OUR_MAKING.test(code);
  }
  if (error instanceof TypeORMError && !(error instanceof QueryFailedError)) return CONNECTION_LOST.test(error.name);
  // pg throws plain errors without a code when a connection is lost or cannot be had in time
  return (
    /^(Error|QueryFailedError)$/.test(error.name) && /connection|timeout|terminated|not queryable/i.test(error.message)
  );
}
