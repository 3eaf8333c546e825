import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { brakePause, broadcastPause } from './broadcast-pause.js';

const { NUMBER_RATE_LIMIT, TEMPLATE_PAUSED, SPAM_LIMIT, TOKEN_INVALID, ACCOUNT_LOCKED } = META_ERRORS;
const { RECIPIENT_RATE_LIMIT, UNDELIVERABLE, NUMBER_NOT_REGISTERED } = META_ERRORS;

describe('A paused broadcast', () => {
  it('goes on by itself after rate limits and when its template is approved, and waits for somebody after complaints', () => {
    expect(broadcastPause(NUMBER_RATE_LIMIT)).toEqual({ resumesByItself: true, delayMs: 2_000, why: null });
    expect(broadcastPause(TEMPLATE_PAUSED)).toEqual({ resumesByItself: true, delayMs: 900_000, why: null });
    expect(broadcastPause(SPAM_LIMIT)?.resumesByItself).toBe(false);
  });

  it.each([TOKEN_INVALID, ACCOUNT_LOCKED, NUMBER_NOT_REGISTERED, RECIPIENT_RATE_LIMIT, UNDELIVERABLE])(
    'is none because of $code, which is not about the broadcast',
    (error) => expect(broadcastPause(error)).toBeNull(),
  );

  it('goes on by itself after the brake, with one message', () => {
    expect(brakePause(3)).toMatchObject({ resumesByItself: true, delayMs: 60_000 });
    expect(brakePause(3).why).toMatch(/^3 messages in a row/);
    expect(brakePause(1).why).toMatch(/^Meta still refuses/);
  });
});
