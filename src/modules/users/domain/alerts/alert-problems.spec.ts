import { mailTrouble, pushOutcome } from './alert-problems.js';

describe('What a push service says', () => {
  it.each([
    [201, 'TAKEN'],
    [404, 'GONE'],
    [410, 'GONE'],
    [400, 'REFUSED'],
    [401, 'REFUSED'],
    [403, 'REFUSED'],
    [413, 'REFUSED'],
    [302, 'REFUSED'],
    [429, 'LATER'],
    [503, 'LATER'],
    [null, 'LATER'],
  ] as const)('by %p: %s', (status, kind) => {
    expect(pushOutcome(status).kind).toBe(kind);
  });
});

describe('What keeps an e-mail from being sent', () => {
  it.each([
    [{ code: 'EAUTH', responseCode: 535 }, 'MAIL_SIGN_IN_REFUSED', false],
    [{ code: 'ESOCKET' }, 'MAIL_UNREACHABLE', false],
    [{ code: 'ETIMEDOUT' }, 'MAIL_UNREACHABLE', false],
    [{}, 'MAIL_UNREACHABLE', false],
    [{ code: 'EENVELOPE', responseCode: 550 }, 'MAIL_ADDRESS_REFUSED', true],
    [{ code: 'EENVELOPE', responseCode: 451 }, 'MAIL_ADDRESS_REFUSED', false],
    [{ code: 'EMESSAGE', responseCode: 552 }, 'MAIL_REFUSED', false],
  ] as const)('%j: %s', (failure, code, isFinal) => {
    expect(mailTrouble(failure)).toMatchObject({ code, isFinal });
  });
});
