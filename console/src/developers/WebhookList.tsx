import { RotateCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import type { Connection } from '../parts/connection';
import { Problems } from '../parts/form/Form';
import type { Change } from '../parts/form/change';
import { QueryState, Section } from '../parts/page/Page';
import { FilterChoice, ListTotal, MoreButton, Rows, type FilterOption } from '../parts/page/Rows';

interface WebhookListProps<Webhook> {
  title: string;
  empty: string;
  state: string;
  states: readonly FilterOption[];
  onState: (state: string) => void;
  list: Connection<Webhook>;
  change: Change;
  /** On the button that does it to those chosen. */
  again: (count: number) => string;
  /** @returns whether it was done */
  onAgain: (ids: readonly string[]) => Promise<boolean>;
  actions?: ReactNode;
  nameOf: (webhook: Webhook) => { name: string; at: string };
  row: (webhook: Webhook, start: ReactNode) => ReactNode;
}

/** Webhooks by state, of which some are chosen to be taken once more. Only what is shown is chosen. */
export function WebhookList<Webhook extends { id: string }>(props: WebhookListProps<Webhook>) {
  const { title, list, change } = props;
  const t = useText();
  const times = useTimes();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const chosen = list.nodes.map(({ id }) => id).filter((id) => marked.includes(id));
  const again = async (): Promise<void> => {
    if (chosen.length > 0 && (await props.onAgain(chosen))) setMarked([]);
  };
  return (
    <Section
      title={title}
      actions={
        <>
          <FilterChoice
            label={t('templates.status')}
            all={t('templates.everyStatus')}
            value={props.state}
            options={props.states}
            onChange={props.onState}
          />
          {props.actions}
          <button
            type="button"
            className="button"
            aria-disabled={chosen.length === 0 || change.isBusy}
            onClick={() => void again()}
          >
            <RotateCw aria-hidden="true" />
            {props.again(chosen.length)}
          </button>
        </>
      }
    >
      <Problems refusals={change.refusals} />
      <ListTotal total={list.total} />
      <Rows label={title}>
        {list.nodes.map((webhook) => {
          const { name, at } = props.nameOf(webhook);
          const { id } = webhook;
          return props.row(
            webhook,
            <input
              type="checkbox"
              aria-label={t('deliveries.choose', { name, time: times.full(at) })}
              checked={marked.includes(id)}
              onChange={({ target }) =>
                setMarked(target.checked ? [...marked, id] : marked.filter((one) => one !== id))
              }
            />,
          );
        })}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{props.empty}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
    </Section>
  );
}
