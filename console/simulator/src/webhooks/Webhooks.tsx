import { useState } from 'react';
import { FilterChoice } from '../../../src/parts/page/Rows';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import { WebhookRow } from './WebhookRow';
import css from './Webhooks.module.css';

/** What was sent to the business, latest first. */
export function Webhooks() {
  const t = useText();
  const { state } = useWorld();
  const [field, setField] = useState('');
  const fields = [...new Set(state.webhooks.map((webhook) => webhook.field))].sort((a, b) => a.localeCompare(b));
  const shown = state.webhooks.filter((webhook) => field === '' || webhook.field === field).reverse();
  return (
    <section className={css.webhooks} aria-label={t('sim.view.webhooks')}>
      <h2>{t('sim.view.webhooks')}</h2>
      <FilterChoice
        label={t('sim.webhooks.field')}
        all={t('sim.webhooks.all')}
        value={field}
        options={fields.map((value) => ({ value, label: value }))}
        onChange={setField}
      />
      {shown.length === 0 && <p>{t('sim.webhooks.none')}</p>}
      <ol>
        {shown.map((webhook) => (
          <WebhookRow key={webhook.id} webhook={webhook} />
        ))}
      </ol>
    </section>
  );
}
