import type { SenderIdentity } from '../../../../whatsapp/webhooks/webhook-parts.js';
import { onePerPerson } from './one-per-person.js';

const who = (ids: Partial<SenderIdentity>): SenderIdentity => ({
  ...{ waId: null, userId: null, groupId: null, profileName: null, username: null },
  ...ids,
});

describe('People who are not known yet', () => {
  it('are one each, in whatever spelling their number comes, and Meta’s spelling counts', () => {
    const typed = who({ waId: '5511987654321', isTyped: true });
    const metas = who({ waId: '551187654321', profileName: 'Ana' });
    expect(onePerPerson([typed, metas, typed])).toEqual([metas]);
    expect(onePerPerson([typed, who({ waId: '5511987654322', isTyped: true })])).toHaveLength(2);
  });

  it('keep the ids that come one by one', () => {
    const both = who({ waId: '16505550001', userId: 'US.1' });
    expect(onePerPerson([who({ waId: '16505550001' }), both, who({ userId: 'US.1', username: 'ann' })])).toEqual([
      { ...both, username: 'ann' },
    ]);
    expect(onePerPerson([who({ groupId: 'G' }), who({ groupId: 'G' }), who({ groupId: 'H' })])).toHaveLength(2);
  });

  it('are two where a number has passed on, and the later one has it', () => {
    const [former, heir] = [who({ waId: '16505550001', userId: 'US.1' }), who({ waId: '16505550001', userId: 'US.2' })];
    expect(onePerPerson([former, heir])).toEqual([{ ...former, waId: null }, heir]);
  });
});
