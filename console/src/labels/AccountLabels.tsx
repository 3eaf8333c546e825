import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Section } from '../parts/page/Page';
import { Row, Rows } from '../parts/page/Rows';
import { DELETE_LABEL } from './label-documents';
import { useLabelsOf, type Label } from './label-catalogue';
import { LabelChip } from './LabelChip';
import { LabelDialog } from './LabelDialog';

/** The labels of an account, by which its people sort conversations. They follow live, like everywhere. */
export function AccountLabels({ accountId }: { accountId: string }) {
  const t = useText();
  const labels = useLabelsOf(useWorkspace().labels, accountId);
  const [edited, setEdited] = useState<Label | 'NEW' | null>(null);
  return (
    <Section
      title={t('label.title')}
      actions={
        <button type="button" className="button" onClick={() => setEdited('NEW')}>
          <Plus aria-hidden="true" />
          {t('labels.new')}
        </button>
      }
    >
      {labels.length === 0 && <p>{t('labels.hint')}</p>}
      <Rows label={t('label.title')}>
        {labels.map((label) => (
          <Row
            key={label.id}
            title={label.name}
            badge={<LabelChip label={label} />}
            end={
              <>
                <button
                  type="button"
                  className="button small"
                  aria-label={t('team.edit', { name: label.name })}
                  onClick={() => setEdited(label)}
                >
                  <Pencil aria-hidden="true" />
                  {t('app.edit')}
                </button>
                <DeleteLabel accountId={accountId} label={label} />
              </>
            }
          />
        ))}
      </Rows>
      {edited !== null && (
        <LabelDialog accountId={accountId} label={edited === 'NEW' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Section>
  );
}

function DeleteLabel({ accountId, label }: { accountId: string; label: Label }) {
  const t = useText();
  const change = useChange();
  const { labels } = useWorkspace();
  const remove = async (): Promise<boolean> => {
    const payload = await change.run(DELETE_LABEL, { input: { labelId: label.id } });
    if (payload === null) return false;
    labels.put(
      accountId,
      (labels.state.get().get(accountId) ?? []).filter(({ id }) => id !== label.id),
    );
    return true;
  };
  return (
    <ConfirmButton
      label={t('labels.delete')}
      isSmall
      icon={<Trash2 aria-hidden="true" />}
      question={t('labels.delete.question', { name: label.name })}
      change={change}
      onConfirm={remove}
    />
  );
}
