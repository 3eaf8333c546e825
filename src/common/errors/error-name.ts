/** Error name and code for the log. Not the message: a database's may quote what a customer wrote. */
export function errorName(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  return [name, code].filter((part) => part !== undefined).join(' ');
}
