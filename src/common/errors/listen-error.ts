import { StartupError } from './startup-error.js';

/** Where a process listens, and the settings that say so. */
export interface Listening {
  port: number;
  host: string;
  /** The setting to change, such as `METRICS_PORT`. */
  portSetting: string;
  hostSetting: string;
  /** What the port is, where the setting does not say it by itself. */
  label?: string;
}

/**
 * Listens by `work`, and says by its settings why that is not possible.
 * @throws StartupError when the port is taken or not for this user, or the host is no address of this machine
 */
export async function listening<T>(where: Listening, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStartupError(error, where);
  }
}

/** Error of listening as a StartupError; any other as it is. */
function asStartupError(
  error: unknown,
  { port, host, portSetting, hostSetting, label = portSetting }: Listening,
): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return error;
  const [name, another] = [`Port ${port} (${label})`, `set ${portSetting} to another`];
  const noAddress = `${hostSetting} ${host} is no address of this machine: set it to one, or to 0.0.0.0 for all.`;
  const texts: Readonly<Record<string, string>> = {
    EADDRINUSE: `${name} is taken: another program listens on it at ${host}. Stop that one, or ${another}.`,
    EACCES: `${name} is not for this user, as most below 1024: ${another}, behind a proxy.`,
    EADDRNOTAVAIL: noAddress,
    ENOTFOUND: noAddress,
  };
  const told = texts[code ?? ''] ?? `${name} cannot be listened on at ${host} (${hostSetting}): ${code}.`;
  return new StartupError(told);
}
