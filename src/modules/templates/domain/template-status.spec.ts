import { editPause, isNewer, mayDo, statusAfterEvent, statusFromMeta } from './template-status.js';

describe('The life of a template', () => {
  const at = (second: number, millisecond = 0) => new Date(Date.UTC(2027, 0, 1, 0, 0, second, millisecond));
  const hoursAgo = (hours: number) => new Date(at(0).getTime() - hours * 3_600_000);

  it('is told by Meta, whatever the word', () => {
    expect(statusFromMeta('approved')).toBe('APPROVED');
    expect(statusFromMeta('MELTED')).toBe('UNKNOWN');
    expect(statusFromMeta('DRAFT')).toBe('UNKNOWN');
    expect(statusAfterEvent('FLAGGED')).toBeNull();
    expect(statusAfterEvent('REINSTATED')).toBe('APPROVED');
  });

  it('goes by Meta’s clock, which tells seconds', () => {
    expect(isNewer(at(2), 'APPROVED', at(1))).toBe(true);
    expect(isNewer(at(1), 'APPROVED', at(2))).toBe(false);
    expect(isNewer(at(1), 'APPROVED', at(1, 900))).toBe(true);
    expect(isNewer(at(1), 'PENDING', at(1, 100))).toBe(false);
    expect(isNewer(at(1), 'PENDING', null)).toBe(true);
  });

  it('allows one edit in 24 hours and ten in 30 days', () => {
    expect(editPause([], at(0))).toBeNull();
    expect(editPause([hoursAgo(24)], at(0))).toBeNull();
    expect(editPause([hoursAgo(23)], at(0))).toEqual({
      until: new Date(hoursAgo(23).getTime() + 86_400_000),
      rule: 'once in 24 hours',
    });
    const ten = Array.from({ length: 10 }, (_, index) => hoursAgo(48 + index * 24));
    expect(editPause(ten, at(0))).toMatchObject({ rule: '10 times in 30 days' });
    expect(editPause(ten.slice(1), at(0))).toBeNull();
  });

  it('lets nobody edit what Meta reviews or has disabled', () => {
    expect(mayDo('updateTemplate', 'PENDING')).toBe(false);
    expect(mayDo('updateTemplate', 'DISABLED')).toBe(false);
    expect(mayDo('deleteTemplate', 'DISABLED')).toBe(false);
    expect(mayDo('sendTemplate', 'PAUSED')).toBe(false);
  });
});
