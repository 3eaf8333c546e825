import {
  billingConversationOf,
  mergedStatusDetails,
  pricingOf,
  statusDetailsOf,
  storedStatusDetails,
} from './status-details.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, second));

describe('Details of statuses', () => {
  const sent = storedStatusDetails(
    {
      pricing: { billable: true, category: 'utility' },
      conversation: { id: 'c1', expiration_timestamp: '1795600000', origin: { type: 'utility' } },
    },
    'SENT',
    at(1),
  );
  const read = storedStatusDetails(
    { pricing: { billable: false, type: 'free_customer_service' }, conversation: { id: 'c1' } },
    'READ',
    at(1),
  );

  it('are the same in whatever order its statuses come; the newer counts, and nothing that one alone says is lost', () => {
    const merged = mergedStatusDetails(sent, read);
    expect(mergedStatusDetails(read, sent)).toEqual(merged);
    expect(pricingOf(merged)).toMatchObject({ isBillable: false, category: 'utility', type: 'free_customer_service' });
    expect(billingConversationOf(merged)).toMatchObject({
      conversationId: 'c1',
      origin: 'utility',
      expiresAt: new Date(1_795_600_000_000),
    });
  });

  it('come back as Meta reported them', () => {
    const details = { recipient_id: '1', payment: { id: 'p' }, pricing: { category: 'x' }, conversation: { id: 'c' } };
    expect(statusDetailsOf(storedStatusDetails(details, 'SENT', at(1)))).toEqual(details);
  });

  it('are null until a status says something', () => {
    expect(pricingOf(null)).toBeNull();
    expect(statusDetailsOf(null)).toBeNull();
    expect(billingConversationOf(storedStatusDetails({ pricing: { category: 'x' } }, 'SENT', at(1)))).toBeNull();
  });
});
