import { contactName } from './contact-name.js';

const CUSTOMER = {
  profileName: null,
  username: null,
  phoneNumber: '+4915155501234',
  waId: '4915155501234',
  groupId: null,
};

describe('What a customer is called', () => {
  it.each(['\u2800', '\u3164', '\u200e', '\u200b\u200b', '   ', '\u00a0', '\u202e', '', null])(
    'is the number where the name is %j',
    (profileName) => expect(contactName({ ...CUSTOMER, profileName })).toBe('+4915155501234'),
  );

  it('is the username, then the number, then the user id', () => {
    expect(contactName({ ...CUSTOMER, profileName: '\u200b', username: 'zoe' })).toBe('zoe');
    const stranger = { ...CUSTOMER, phoneNumber: null, waId: null };
    expect(contactName({ ...stranger, profileName: '\u2800', whatsappUserId: 'DE.42' })).toBe('DE.42');
    expect(contactName({ ...stranger, profileName: '\u2800' })).toBe('Customer without a name');
    expect(contactName({ ...stranger, groupId: 'g', profileName: ' ' })).toBe('Group');
  });

  it('is one line, and turns nothing around', () => {
    expect(contactName({ ...CUSTOMER, profileName: 'Ann\nLee \u202egpj' })).toBe('Ann Lee gpj');
  });
});
