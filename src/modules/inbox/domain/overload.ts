/** After which time those who were cut off are welcome again. */
export const RETRY_AFTER_SECONDS = 5;

/**
 * Those to cut off where events come faster than they can be brought to everybody: half of the subscribers, and of those first
 * whose rendering the fewest share, since they cost the most, then those who came last.
 */
export function toShed<S extends { key: string }>(subscribers: readonly S[]): S[] {
  const sharing = new Map<string, number>();
  for (const { key } of subscribers) sharing.set(key, (sharing.get(key) ?? 0) + 1);
  return subscribers
    .map((subscriber, index) => ({ subscriber, index, shared: sharing.get(subscriber.key) ?? 1 }))
    .sort((one, other) => one.shared - other.shared || other.index - one.index)
    .slice(0, Math.ceil(subscribers.length / 2))
    .map(({ subscriber }) => subscriber);
}
