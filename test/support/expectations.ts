import { isRecord } from '../../src/whatsapp/json.js';

/** The value, which must be there: `must(byId.get(id), 'the template at Meta')`. */
export function must<T>(value: T | null | undefined, what = 'a value'): T {
  if (value === null || value === undefined) throw new Error(`Expected ${what}, and there was none.`);
  return value;
}

/** The one thing in a list of exactly one. */
export function only<T>(list: readonly T[], what = 'thing'): T {
  const [first] = list;
  if (list.length !== 1 || first === undefined)
    throw new Error(
      `Expected exactly one ${what}, and there were ${list.length}: ${JSON.stringify(list).slice(0, 500)}`,
    );
  return first;
}

export function first<T>(list: readonly T[], what = 'a first thing'): T {
  return must(list.at(0), what);
}

export function last<T>(list: readonly T[], what = 'a last thing'): T {
  return must(list.at(-1), what);
}

type Named = { __typename: string };

/** Whether it is of this GraphQL type; narrows, also in `filter`. */
export function isA<Name extends string>(name: Name): <T extends Named>(value: T) => value is T & { __typename: Name } {
  return <T extends Named>(value: T): value is T & { __typename: Name } => value.__typename === name;
}

/** Those of one GraphQL type: `allOf(live.events, 'MessageChanged')`. */
export function allOf<T extends Named, Name extends T['__typename']>(
  values: readonly T[],
  name: Name,
): Extract<T, { __typename: Name }>[] {
  return values.filter((value): value is Extract<T, { __typename: Name }> => value.__typename === name);
}

/** What lies deep within JSON of any shape, such as a request that Meta got; undefined where there is nothing. */
export function valueAt(json: unknown, ...path: string[]): unknown {
  return path.reduce((value, key) => (isRecord(value) ? value[key] : undefined), json);
}

/** Errors of a payload as `CODE path.to.input`, one a line of the comparison. */
export function problems(errors: readonly { code: string; path: readonly string[] | null }[]): string[] {
  return errors.map(({ code, path }) => [code, (path ?? []).join('.')].join(' ').trim());
}

/** Asks again and again until the answer is as wanted; rarer as time goes by, since whoever asks keeps the machine from its work. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  isWanted: (answer: T) => boolean,
  milliseconds = 30_000,
): Promise<T> {
  const start = Date.now();
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    const waited = Date.now() - start;
    if (waited > milliseconds) throw new Error(`Waited in vain: ${JSON.stringify(answer).slice(0, 2_000)}`);
    await pause(Math.min(25 + waited / 20, 100));
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
