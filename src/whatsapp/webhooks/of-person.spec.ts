import { payloadOfPerson } from './of-person.js';

const message = (from: string, body: string): object => ({ from, id: `wamid.${body}`, type: 'text', text: { body } });
const delivery = (...values: object[]): object => ({
  object: 'whatsapp_business_account',
  entry: values.map((value) => ({ id: '1', changes: [{ field: 'messages', value }] })),
});

describe('A payload of one person', () => {
  it('has their messages, statuses and names, and nothing of whoever was in the same delivery', () => {
    const metadata = { phone_number_id: '7' };
    const payload = delivery(
      {
        metadata,
        contacts: [{ wa_id: '4911' }, { wa_id: '4922' }],
        messages: [message('4911', 'mine'), message('4922', 'another')],
        statuses: [{ recipient_id: '4922' }],
      },
      { metadata, messages: [message('4922', 'entry of another')] },
    );
    expect(payloadOfPerson(payload, ['"4911"'])).toEqual(
      delivery({ metadata, contacts: [{ wa_id: '4911' }], messages: [message('4911', 'mine')], statuses: [] }),
    );
  });

  it('is left as it is where it has none of the lists', () => {
    for (const payload of [null, 'text', { entry: 'x' }, [1]])
      expect(payloadOfPerson(payload, ['"1"'])).toEqual(payload);
  });
});
