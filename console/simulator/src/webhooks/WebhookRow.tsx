import { RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { SentWebhook, SentWebhookDetails } from '../../../../src/simulator/control-api';
import { Badge, type Tone } from '../../../src/parts/Badge';
import { control, useControl } from '../control/control';
import { useText } from '../language/text';
import css from './Webhooks.module.css';

/** A webhook: when, of what, and what came back; opened, with all that was sent. */
export function WebhookRow({ webhook }: { webhook: SentWebhook }) {
  const t = useText();
  const intl = useIntl();
  const run = useControl();
  const [isOpen, setOpen] = useState(false);
  const { id, at, field, status, tries, isDone } = webhook;
  const time = intl.formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return (
    <li data-webhook={id}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <time dateTime={new Date(at).toISOString()}>{time}</time>
          <code dir="ltr">{field}</code>
          <Badge tone={toneOf(webhook)}>{status === null ? t('sim.webhooks.underWay') : String(status)}</Badge>
          {tries > 1 && <small>{t('sim.webhooks.tries', { count: tries })}</small>}
          {!isDone && tries > 0 && <small>{t('sim.webhooks.again')}</small>}
        </summary>
        {isOpen && <Details webhook={webhook} />}
        <button type="button" className="button small" onClick={() => void run(control.resendWebhook(id))}>
          <RotateCw aria-hidden="true" />
          {t('sim.webhooks.resend')}
        </button>
      </details>
    </li>
  );
}

function Details({ webhook: { id, url, tries } }: { webhook: SentWebhook }) {
  const t = useText();
  const run = useControl();
  const [details, setDetails] = useState<SentWebhookDetails | null>(null);
  useEffect(() => {
    let isWanted = true;
    void run(control.webhook(id)).then((found) => {
      if (isWanted) setDetails(found);
    });
    return () => {
      isWanted = false;
    };
  }, [run, id, tries]);
  if (details === null) return <p role="status">{t('app.loading')}</p>;
  return (
    <dl className={css.details}>
      <dt>{t('sim.webhooks.url')}</dt>
      <dd dir="ltr">{url}</dd>
      <dt>{t('sim.webhooks.signature')}</dt>
      <dd dir="ltr">{details.signature}</dd>
      <dt>{t('sim.webhooks.body')}</dt>
      <dd>
        <pre dir="ltr" tabIndex={0} aria-label={t('sim.webhooks.body')} role="group">
          {indented(details.body)}
        </pre>
      </dd>
      <dt>{t('sim.webhooks.answer')}</dt>
      <dd dir="ltr">{details.answer === '' ? t('sim.webhooks.noAnswer') : details.answer}</dd>
    </dl>
  );
}

function toneOf({ status, isDone }: SentWebhook): Tone {
  if (status === null) return 'busy';
  if (status === 200) return 'good';
  return isDone ? 'bad' : 'warn';
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
