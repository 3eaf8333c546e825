import { subjectAtAGlance, subjectOf, type DeliverySubject } from './delivery-subject.js';
import { partsOf } from './webhook-payload.js';

const OWN = '15550783881';
const ACCOUNT = '102290129340398';
const CUSTOMER = '16505551234';

const payload = (value: object, field = 'messages', ...more: object[]): object => ({
  object: 'whatsapp_business_account',
  entry: [{ id: ACCOUNT, changes: [{ value: withNumber(value), field }, ...more] }],
});
const withNumber = (value: object): object => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: OWN, phone_number_id: '106540352242922' },
  ...value,
});
const contact = (waId: string) => ({ profile: { name: 'Sheena' }, wa_id: waId });
const text = (from: string, body = 'Hello', more: object = {}) => ({
  from,
  id: `wamid.${from}`,
  timestamp: '1749416383',
  type: 'text',
  text: { body },
  ...more,
});
const status = { id: 'wamid.1', status: 'read', timestamp: '1749416383', recipient_id: CUSTOMER };

/** At a glance, and read. */
const subjectsOf = (body: object): [DeliverySubject, DeliverySubject] => [
  subjectAtAGlance(Buffer.from(JSON.stringify(body))),
  subjectOf(partsOf(JSON.parse(JSON.stringify(body)), ACCOUNT)),
];
const customer = (number: string): DeliverySubject => ({ kind: 'CUSTOMER', number });

describe('The subject of a delivery', () => {
  it('is the customer, at a glance as when it is read', () => {
    const both = [customer(CUSTOMER), customer(CUSTOMER)];
    expect(subjectsOf(payload({ contacts: [contact(CUSTOMER)], messages: [text(CUSTOMER)] }))).toEqual(both);
    expect(subjectsOf(payload({ contacts: [contact(CUSTOMER)], messages: [text(CUSTOMER), text(CUSTOMER)] }))).toEqual(
      both,
    );
  });

  it('is the customer of a reply to the business, and of one who writes what looks like JSON of Meta', () => {
    const reply = text(CUSTOMER, 'Yes', { context: { from: OWN, id: 'wamid.0' } });
    const forged = text(CUSTOMER, `{"from":"4915123456789","statuses":[{"group_id":"1"}],"wa_id":"4915123456789"}`);
    for (const message of [reply, forged]) {
      expect(subjectsOf(payload({ contacts: [contact(CUSTOMER)], messages: [message] }))).toEqual([
        customer(CUSTOMER),
        customer(CUSTOMER),
      ]);
    }
  });

  it.each([
    ['Brazil', '5511987654321', '551187654321'],
    ['Mexico', '5215512345678', '525512345678'],
    ['Argentina', '5491123456789', '541123456789'],
  ])('is one customer in every spelling of the number (%s)', (_, one, other) => {
    const [first, second] = [one, other].map((number) =>
      subjectsOf(payload({ contacts: [contact(number)], messages: [text(number)] })),
    );
    expect(first).toEqual(second);
    expect(first?.[0].kind).toBe('CUSTOMER');
  });

  it('is statuses where there is nothing else', () => {
    const statuses = { kind: 'STATUSES' };
    expect(subjectsOf(payload({ contacts: [contact(CUSTOMER)], statuses: [status, status] }))).toEqual([
      statuses,
      statuses,
    ]);
  });

  it.each<[string, object]>([
    ['two customers', payload({ contacts: [contact(CUSTOMER)], messages: [text(CUSTOMER), text('16505550000')] })],
    ['messages and statuses', payload({ messages: [text(CUSTOMER)], statuses: [status] })],
    ['a group', payload({ messages: [text(CUSTOMER, 'Hello', { group_id: 'group' })] })],
    [
      'a status of a group',
      payload({
        statuses: [{ ...status, group_id: 'group', recipient_type: 'group', participant_recipient_id: CUSTOMER }],
      }),
    ],
    [
      'a customer without a number',
      payload({
        contacts: [{ user_id: 'US.1' }],
        messages: [{ ...text(CUSTOMER), from: undefined, from_user_id: 'US.13491208655302741918' }],
      }),
    ],
    ['an echo', payload({ message_echoes: [{ ...text(OWN), to: CUSTOMER }] }, 'smb_message_echoes')],
    [
      'a template',
      payload(
        { event: 'APPROVED', message_template_id: 1, message_template_name: 'a' },
        'message_template_status_update',
      ),
    ],
  ])('is something else where it is %s', (_, body) => {
    expect(subjectsOf(body)).toEqual([{ kind: 'OTHER' }, { kind: 'OTHER' }]);
  });

  it('is something else where a notice says that the number has changed, whatever it seems', () => {
    const system = { body: 'changed', type: 'user_changed_number', wa_id: '16505559999' };
    const [, read] = subjectsOf(payload({ messages: [{ ...text(CUSTOMER), type: 'system', system }] }));
    expect(read).toEqual({ kind: 'OTHER' });
  });

  it('is nothing where nothing is read, whatever it seems', () => {
    expect(
      subjectOf([
        { kind: 'unreadable', reason: 'why' },
        { kind: 'ignored', field: 'flows' },
      ]),
    ).toEqual({ kind: 'NOTHING' });
    expect(subjectAtAGlance(Buffer.from('{'))).toEqual({ kind: 'OTHER' });
  });
});
