import { QueryFailedError } from 'typeorm';
import { GoneMeanwhileError, isOvertaken } from './begins-again.js';

describe('A transaction that was overtaken', () => {
  const ofDatabase = (code: string) => Object.assign(new Error('x'), { code });

  it('is one whose rows are gone, or that was chosen to give way', () => {
    expect(isOvertaken(new GoneMeanwhileError())).toBe(true);
    for (const code of ['23503', '40P01', '40001']) {
      expect(isOvertaken(ofDatabase(code))).toBe(true);
      expect(isOvertaken(new QueryFailedError('INSERT', [], ofDatabase(code)))).toBe(true);
    }
  });

  it('is none that is wrong in itself', () => {
    for (const code of ['23505', '22P02', '42P01', 'ECONNRESET']) expect(isOvertaken(ofDatabase(code))).toBe(false);
    expect(isOvertaken('40P01')).toBe(false);
    expect(isOvertaken(null)).toBe(false);
  });
});
