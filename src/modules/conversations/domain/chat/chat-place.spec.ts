import { chatPlaceOf, sortKeyOf, toChatPlace } from './chat-place.js';

const ID = '01938c1e-0000-7000-8000-000000000001';
const at = (time: string, position: string, id = ID) =>
  chatPlaceOf({ occurredAt: new Date(`2026-01-01T10:00:${time}Z`), position, id });

describe('The place of a message in its chat', () => {
  it('is by the second, and within it as messages were stored', () => {
    const answer = at('05.400', '7');
    const customer = at('05.000', '12');
    const later = at('06.000', '3');
    const fromBefore = at('05.900', '0');
    const sorted = [later, customer, answer, fromBefore].sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
    expect(sorted).toEqual([fromBefore, answer, customer, later]);
  });

  it('is before all that was stored here in its second, if the history of a phone told it, and there in its order', () => {
    const [earlier, latest] = [at('05.000', '-100'), at('05.000', '-9')];
    const oldest = at('05.000', '-9223372036854775807');
    const sorted = [at('05.000', '0'), latest, earlier, oldest].sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
    expect(sorted).toEqual([oldest, earlier, latest, at('05.000', '0')]);
    expect(toChatPlace(5, '-100', ID)).toEqual({ second: 5, position: '-100', id: ID });
  });

  it('is sortable as text before 1970 and with the greatest position', () => {
    const before = chatPlaceOf({ occurredAt: new Date(-1), position: '9223372036854775807', id: ID });
    expect(before.second).toBe(-1);
    expect(sortKeyOf(before) < sortKeyOf({ second: 0, position: '0', id: ID })).toBe(true);
  });

  it.each<[unknown, unknown, unknown]>([
    ['5', '7', ID],
    [5.5, '7', ID],
    [5, 7, ID],
    [5, '9223372036854775808', ID],
    [5, '-9223372036854775808', ID],
    [5, '--1', ID],
    [5, '7', 'nobody'],
    [5, '7', undefined],
  ])('is not %j, %j, %j', (second, position, id) => {
    expect(toChatPlace(second, position, id)).toBeNull();
  });

  it('is read again from what it consists of', () => {
    expect(toChatPlace(5, '9223372036854775807', ID)).toEqual({ second: 5, position: '9223372036854775807', id: ID });
  });
});
