import { Settings2, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import type { CustomerChoices, SimCustomer } from '../../../../src/simulator/control-api';
import { Avatar } from '../../../src/parts/Avatar';
import { Badge } from '../../../src/parts/Badge';
import { CheckBox } from '../../../src/parts/form/Choices';
import { control, useControl } from '../control/control';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import css from './Phone.module.css';

interface Props {
  customer: SimCustomer;
  unread: number;
  isReading: boolean;
  onReading: (isReading: boolean) => void;
  onPutAway: () => void;
}

/** Whose phone it is, and what is unusual about them. */
export function PhoneHeader(props: Props) {
  const t = useText();
  const { state, phoneId } = useWorld();
  const { customer, unread, isReading, onPutAway } = props;
  const { userId, name, waId, username } = customer;
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const isBlocked = state.blocks.some((block) => block.phoneId === phoneId && block.customerUserId === userId);
  return (
    <header className={css.header}>
      <Avatar id={userId} name={name} />
      <div className={css.who}>
        <h2 dir="auto">{name}</h2>
        <small>
          <bdi>{waId === null ? t('sim.numberHidden') : `+${waId}`}</bdi>
          {username !== null && <bdi> · @{username}</bdi>}
        </small>
        <p className={css.states}>
          {!customer.isOnWhatsApp && <Badge tone="bad">{t('sim.state.notOnWhatsApp')}</Badge>}
          {isBlocked && <Badge tone="bad">{t('sim.state.isBlocked')}</Badge>}
          {customer.hasBlocked === true && <Badge tone="bad">{t('sim.state.hasBlocked')}</Badge>}
          {customer.refusesMarketing === true && <Badge tone="warn">{t('sim.state.refusesMarketing')}</Badge>}
          {!customer.hasReadReceipts && <Badge tone="plain">{t('sim.state.noReadReceipts')}</Badge>}
          {!isReading && <Badge tone="plain">{t('sim.state.closed', { count: unread })}</Badge>}
        </p>
      </div>
      <button
        ref={opener}
        type="button"
        className="button quiet icon"
        aria-label={t('sim.customer.settings', { name })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <Settings2 aria-hidden="true" />
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label={t('sim.customer.putAway', { name })}
        onClick={onPutAway}
      >
        <X aria-hidden="true" />
      </button>
      {isOpen && (
        <Popover className="popover" triggerRef={opener} isOpen onOpenChange={setOpen} placement="bottom end">
          <Dialog className={css.settings} aria-label={t('sim.customer.settings', { name })}>
            <Settings {...props} />
          </Dialog>
        </Popover>
      )}
    </header>
  );
}

function Settings({ customer, isReading, onReading }: Props) {
  const t = useText();
  const run = useControl();
  const { phoneId } = useWorld();
  const choose = (choices: CustomerChoices): void => void run(control.choose(customer.userId, { ...choices, phoneId }));
  return (
    <>
      <CheckBox
        label={t('sim.choice.open')}
        hint={t('sim.choice.open.hint')}
        isChecked={isReading}
        onChange={onReading}
      />
      <CheckBox
        label={t('sim.choice.readReceipts')}
        isChecked={customer.hasReadReceipts}
        onChange={(hasReadReceipts) => choose({ hasReadReceipts })}
      />
      <CheckBox
        label={t('sim.choice.onWhatsApp')}
        hint={t('sim.choice.onWhatsApp.hint')}
        isChecked={customer.isOnWhatsApp}
        onChange={(isOnWhatsApp) => choose({ isOnWhatsApp })}
      />
      <CheckBox
        label={t('sim.choice.blocks')}
        hint={t('sim.choice.blocks.hint')}
        isChecked={customer.hasBlocked ?? false}
        onChange={(hasBlocked) => choose({ hasBlocked })}
      />
      <CheckBox
        label={t('sim.choice.marketing')}
        hint={t('sim.choice.marketing.hint')}
        isChecked={customer.refusesMarketing !== true}
        onChange={(isTaken) => choose({ refusesMarketing: !isTaken })}
      />
    </>
  );
}
