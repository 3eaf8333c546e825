import { latestArrivalAt, RECIPIENT_BURST, RECIPIENT_INTERVAL_MS } from './recipient-limit.js';

const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);

describe('A customer', () => {
  it('may be written to 45 times at once, then every six seconds', () => {
    let arrivalAt = at(0);
    let sent = 0;
    for (; arrivalAt <= latestArrivalAt(at(0)); sent += 1) {
      arrivalAt = new Date(arrivalAt.getTime() + RECIPIENT_INTERVAL_MS);
    }
    expect(sent).toBe(RECIPIENT_BURST);
    expect(arrivalAt <= latestArrivalAt(at(RECIPIENT_INTERVAL_MS - 1))).toBe(false);
    expect(arrivalAt <= latestArrivalAt(at(RECIPIENT_INTERVAL_MS))).toBe(true);
  });
});
