import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useRefusalText } from '../chat/message/refusal-text';
import type { SyncTemplatesMutation } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { Problems } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { Facts } from '../parts/page/Page';
import { SYNC_TEMPLATES } from './template-documents';

type Report = NonNullable<SyncTemplatesMutation['syncTemplates']['report']>;

interface Props {
  accounts: readonly { id: string; name: string }[];
  onSynced: () => void;
}

/** Compares with Meta now, an account after another, and says what was found. */
export function SyncButton({ accounts, onSynced }: Props) {
  const t = useText();
  const change = useChange();
  const refusalText = useRefusalText();
  const [reports, setReports] = useState<readonly { name: string; report: Report }[] | null>(null);
  const sync = async (): Promise<void> => {
    const done: { name: string; report: Report }[] = [];
    for (const { id, name } of accounts) {
      const payload = await change.run(SYNC_TEMPLATES, { input: { accountId: id } });
      if (payload === null) break;
      if (payload.report !== null) done.push({ name, report: payload.report });
    }
    setReports(done);
    onSynced();
  };
  const close = (): void => setReports(null);
  return (
    <>
      <button type="button" className="button" aria-disabled={change.isBusy} onClick={() => void sync()}>
        <RefreshCw aria-hidden="true" />
        {change.isBusy ? t('sync.running') : t('sync.do')}
      </button>
      {reports !== null && (
        <ModalDialog title={t('sync.report')} onClose={close}>
          {reports.map(({ name, report }) => (
            <section key={name}>
              {accounts.length > 1 && <h3 dir="auto">{name}</h3>}
              <Facts
                facts={[
                  [t('sync.fetched'), report.fetched],
                  [t('sync.created'), report.created],
                  [t('sync.updated'), report.updated],
                  [t('sync.removed'), report.removed],
                  [t('sync.unchanged'), report.unchanged],
                ]}
              />
              {report.error !== null && <p role="alert">{refusalText(report.error)}</p>}
              {report.conflicts.map((conflict) => (
                <p key={conflict.template.id}>
                  <Link href={`/templates/${conflict.template.id}`}>{conflict.template.displayName}</Link>{' '}
                  {t('sync.conflict', { name: conflict.name, language: conflict.language })}
                </p>
              ))}
            </section>
          ))}
          <Problems refusals={change.refusals} />
        </ModalDialog>
      )}
    </>
  );
}
