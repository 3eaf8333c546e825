import { Ban, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AccountSettingsFragment, NumberSettingsFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { Choices, FormFoot } from '../parts/form/Choices';
import { useColleagues } from '../parts/colleagues';
import { Form, Problems, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { Facts, Section } from '../parts/page/Page';
import { useTell } from '../parts/tell';
import { SET_NOTIFY_USERS, SYNC_BLOCKS } from './account-documents';
import css from './Accounts.module.css';
import { QualityBadge } from './badges';
import { useNumberTexts } from './number/number-texts';
import { PhoneApp } from './PhoneApp';

export function PhoneNumbers({ account, mayChange }: { account: AccountSettingsFragment; mayChange: boolean }) {
  const t = useText();
  return (
    <Section title={t('numbers.title')} actions={mayChange && <SyncBlocks accountId={account.id} />}>
      {account.phoneNumbers.length === 0 && <p>{t('numbers.empty')}</p>}
      <ul className={css.numbers}>
        {account.phoneNumbers.map((number) => (
          <PhoneNumber key={number.id} accountId={account.id} number={number} mayChange={mayChange} />
        ))}
      </ul>
    </Section>
  );
}

/** Reads from Meta who was blocked or unblocked in WhatsApp Manager, which happens by itself every hour. */
function SyncBlocks({ accountId }: { accountId: string }) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const sync = async (): Promise<void> => {
    const payload = await change.run(SYNC_BLOCKS, { input: { accountId } });
    if (payload === null) return;
    const { blockedCount: blocked, unblockedCount: unblocked } = payload;
    tell.done(t('numbers.syncBlocks.done', { blocked, unblocked }));
  };
  return (
    <>
      <button type="button" className="button" aria-disabled={change.isBusy} onClick={() => void sync()}>
        <Ban aria-hidden="true" />
        {t('numbers.syncBlocks')}
      </button>
      <Problems refusals={change.refusals} />
    </>
  );
}

function PhoneNumber(props: { accountId: string; number: NumberSettingsFragment; mayChange: boolean }) {
  const { accountId, number, mayChange } = props;
  const t = useText();
  const [isEditing, setEditing] = useState(false);
  const name = number.displayPhoneNumber ?? number.whatsappPhoneNumberId;
  const text = useNumberTexts();
  const { notifyUsers } = number;
  return (
    <li className={css.number}>
      <h3>
        <bdi>{name}</bdi>
        <bdi>{number.verifiedName}</bdi>
        <QualityBadge quality={number.qualityRating} />
        {mayChange && (
          <button type="button" className="button small" onClick={() => setEditing(true)}>
            <Pencil aria-hidden="true" />
            {t('numbers.edit')}
          </button>
        )}
      </h3>
      <Facts
        facts={[
          [t('numbers.status'), text.status(number.status)],
          [t('numbers.limit'), text.limit(number.messagingLimit)],
          [t('numbers.throughput'), text.throughput(number.throughput)],
          [t('numbers.id'), <bdi key="id">{number.whatsappPhoneNumberId}</bdi>],
          [t('accounts.notify'), notifyUsers.map((user) => user.name).join(', ') || t('numbers.nobody')],
          [t('numbers.returnAfter'), t('numbers.days', { count: number.returnAfterDays })],
        ]}
      />
      <p>
        <Link href={`/accounts/${accountId}/numbers/${number.id}`} aria-label={t('numbers.open.of', { number: name })}>
          {t('numbers.open')}
        </Link>
      </p>
      <PhoneApp accountId={accountId} number={number} mayAsk={mayChange} />
      {isEditing && <NumberDialog number={number} name={name} onClose={() => setEditing(false)} />}
    </li>
  );
}

function NumberDialog(props: { number: NumberSettingsFragment; name: string; onClose: () => void }) {
  const t = useText();
  const { number, name, onClose } = props;
  const change = useChange();
  const { colleagues } = useColleagues();
  const [userIds, setUserIds] = useState(number.notifyUsers.map(({ id }) => id));
  const [days, setDays] = useState(String(number.returnAfterDays));
  const save = async (): Promise<void> => {
    const input = { phoneNumberId: number.id, userIds, returnAfterDays: Number(days) };
    if ((await change.run(SET_NOTIFY_USERS, { input })) !== null) onClose();
  };
  return (
    <ModalDialog title={name} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <Choices
          legend={t('accounts.notify')}
          path="userIds"
          options={colleagues.map(({ id, name: label }) => ({ id, label }))}
          chosen={userIds}
          onChange={setUserIds}
        />
        <TextField
          label={t('numbers.returnAfter')}
          hint={t('numbers.returnAfter.hint')}
          path="returnAfterDays"
          type="number"
          min={1}
          max={365}
          value={days}
          onChange={setDays}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
