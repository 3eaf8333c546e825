import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { RateCardsQuery } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useChange } from '../../parts/form/change';
import { FormFoot } from '../../parts/form/Choices';
import { ConfirmButton } from '../../parts/form/ConfirmButton';
import { Field, Form, TextField } from '../../parts/form/Form';
import { ModalDialog } from '../../parts/form/ModalDialog';
import { Row, Rows } from '../../parts/page/Rows';
import { DELETE_RATE_CARD, UPLOAD_RATE_CARD } from './cost-documents';

type Card = RateCardsQuery['rateCards'][number];

interface Props {
  cards: readonly Card[];
  onChanged: () => void;
  onClose: () => void;
}

/** Meta's rate cards: those that there are, and another one as Meta offers it for download. */
export function RateCardsDialog({ cards, onChanged, onClose }: Props) {
  const t = useText();
  return (
    <ModalDialog title={t('rateCards.title')} onClose={onClose}>
      {cards.length > 0 && (
        <Rows label={t('rateCards.title')}>
          {cards.map((card) => (
            <CardRow key={card.id} card={card} onDeleted={onChanged} />
          ))}
        </Rows>
      )}
      <UploadForm onUploaded={onChanged} />
    </ModalDialog>
  );
}

function CardRow({ card, onDeleted }: { card: Card; onDeleted: () => void }) {
  const t = useText();
  const intl = useIntl();
  const change = useChange();
  const date = intl.formatDate(card.effectiveFrom, { dateStyle: 'medium', timeZone: 'UTC' });
  const name = t('rateCards.from', { currency: card.currency, date });
  const remove = async (): Promise<boolean> => {
    const payload = await change.run(DELETE_RATE_CARD, { input: { rateCardId: card.id } });
    if (payload !== null) onDeleted();
    return payload !== null;
  };
  return (
    <Row
      title={name}
      end={
        <ConfirmButton
          label={t('rateCards.delete')}
          isSmall
          icon={<Trash2 aria-hidden="true" />}
          question={t('rateCards.delete.question', { name })}
          change={change}
          onConfirm={remove}
        />
      }
    />
  );
}

function UploadForm({ onUploaded }: { onUploaded: () => void }) {
  const t = useText();
  const change = useChange();
  const [file, setFile] = useState<File | null>(null);
  const [effectiveFrom, setEffectiveFrom] = useState('');
  const [uploaded, setUploaded] = useState<string | null>(null);
  const upload = async (): Promise<void> => {
    setUploaded(null);
    const csv = (await file?.text()) ?? '';
    const payload = await change.run(UPLOAD_RATE_CARD, { input: { csv, effectiveFrom } });
    if (payload === null) return;
    setUploaded(payload.rateCard?.currency ?? '');
    onUploaded();
  };
  return (
    <Form label={t('rateCards.new')} refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void upload()}>
      <Field label={t('rateCards.file')} path="csv" hint={t('rateCards.file.hint')}>
        {(described) => (
          <input
            {...described}
            type="file"
            accept=".csv,.txt,text/csv"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        )}
      </Field>
      <TextField
        label={t('rateCards.effectiveFrom')}
        hint={t('rateCards.effectiveFrom.hint')}
        path="effectiveFrom"
        type="date"
        value={effectiveFrom}
        onChange={setEffectiveFrom}
      />
      <p role="status">{uploaded !== null && t('rateCards.uploaded', { currency: uploaded })}</p>
      <FormFoot>
        <button type="submit" className="button primary" aria-disabled={change.isBusy}>
          {t('rateCards.upload')}
        </button>
      </FormFoot>
    </Form>
  );
}
