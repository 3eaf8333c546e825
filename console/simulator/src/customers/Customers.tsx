import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { SimCustomer } from '../../../../src/simulator/control-api';
import { Avatar } from '../../../src/parts/Avatar';
import { chatOf, unreadIn } from '../chat/chat-of';
import { Phone } from '../chat/Phone';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import { NewCustomerDialog } from './NewCustomerDialog';
import { useOpenPhones } from './open-phones';
import css from './Customers.module.css';

/** Everybody who can write, and the phones of those whom one plays now. */
export function Customers() {
  const t = useText();
  const { state, phoneId } = useWorld();
  const phones = useOpenPhones(state.customers);
  const [isAdding, setAdding] = useState(false);
  const unreadOf = ({ userId }: SimCustomer): number => unreadIn(chatOf(state.messages, phoneId, userId));
  const show = (userId: string): void => {
    phones.show(userId);
    // Once it is there.
    requestAnimationFrame(() =>
      document.querySelector(`[data-customer="${CSS.escape(userId)}"]`)?.scrollIntoView({ inline: 'center' }),
    );
  };
  return (
    <div className={css.table}>
      <div className={css.strip} role="group" aria-label={t('sim.view.customers')}>
        {state.customers.map((customer) => {
          const { userId, name, waId } = customer;
          const isOpen = phones.isOpen(customer);
          const unread = unreadOf(customer);
          return (
            <button
              key={userId}
              type="button"
              className={css.customer}
              aria-pressed={isOpen}
              title={waId === null ? userId : `+${waId}`}
              onClick={() => (isOpen ? phones.putAway(userId) : show(userId))}
            >
              <Avatar id={userId} name={name} size="small" />
              <bdi>{name}</bdi>
              {unread > 0 && <span className={css.unread}>{t('sim.unread', { count: unread })}</span>}
            </button>
          );
        })}
        <button type="button" className="button" onClick={() => setAdding(true)}>
          <UserPlus aria-hidden="true" />
          {t('sim.customer.new')}
        </button>
      </div>
      <div className={css.phones}>
        {phones.open.map((customer) => (
          <Phone
            key={`${phoneId} ${customer.userId}`}
            customer={customer}
            onPutAway={() => phones.putAway(customer.userId)}
          />
        ))}
        {phones.open.length === 0 && <p className={css.none}>{t('sim.customer.none')}</p>}
      </div>
      {isAdding && (
        <NewCustomerDialog
          onAdded={({ userId }) => {
            setAdding(false);
            show(userId);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}
