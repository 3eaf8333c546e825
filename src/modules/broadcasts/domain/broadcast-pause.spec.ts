import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { broadcastPause } from './broadcast-pause.js';

const { NUMBER_RATE_LIMIT, TEMPLATE_PAUSED, SPAM_LIMIT, TOKEN_INVALID, ACCOUNT_LOCKED } = META_ERRORS;
const { RECIPIENT_RATE_LIMIT, UNDELIVERABLE } = META_ERRORS;

describe('A paused broadcast', () => {
  it('goes on by itself after rate limits and when its template is approved, and waits for somebody after complaints', () => {
    expect(broadcastPause(NUMBER_RATE_LIMIT)).toEqual({ resumesByItself: true, delayMs: 2_000 });
    expect(broadcastPause(TEMPLATE_PAUSED)).toEqual({ resumesByItself: true, delayMs: 900_000 });
    expect(broadcastPause(SPAM_LIMIT)?.resumesByItself).toBe(false);
  });

  it.each([TOKEN_INVALID, ACCOUNT_LOCKED, RECIPIENT_RATE_LIMIT, UNDELIVERABLE])(
    'is none because of $code, which is not about the broadcast',
    (error) => expect(broadcastPause(error)).toBeNull(),
  );
});
