/**
 * Error name and code for the log; where there is no code, the place that threw it: `Error at pg-pool/index.js:45`.
 * Not the message: a database's may quote what a customer wrote.
 */
export function errorName(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  const place = code === undefined && error instanceof Error ? placeOf(error) : undefined;
  return [name, code, place].filter((part) => part !== undefined).join(' ');
}

/** File and line of the first frame, with the folder that it lies in; what stands before the frames is the message. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n');
  const frame = frames.find((line) => /^\s+at /.test(line)) ?? '';
  const place = /([^/\\(\s]+[/\\])?[^/\\(\s]+:\d+(?=:\d+\)?$)/.exec(frame);
  return place === null ? undefined : `at ${place[0]}`;
}
