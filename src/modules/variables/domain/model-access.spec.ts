import { isOpenTo, mayChangeModel, mayUseModel } from './model-access.js';

const OPEN = { accountIds: [] };
const OF_A = { accountIds: ['a'] };
const OF_A_AND_B = { accountIds: ['a', 'b'] };

describe('Access to a data model', () => {
  it.each([
    ['all models', null, OPEN, true, true],
    ['all models', null, OF_A, true, true],
    ['an open one, not to change', ['a'], OPEN, true, false],
    ['their own', ['a'], OF_A, true, true],
    ['one that others use too, not to change', ['a'], OF_A_AND_B, true, false],
    ['one of all their accounts', ['a', 'b', 'c'], OF_A_AND_B, true, true],
    ['none of another account', ['b'], OF_A, false, false],
    ['an open one, with no account', [], OPEN, true, false],
    ['none that is limited, with no account', [], OF_A, false, false],
  ])('%s (of %j)', (_what, visible, model, mayUse, mayChange) => {
    expect([mayUseModel(model, visible), mayChangeModel(model, visible)]).toEqual([mayUse, mayChange]);
  });

  it('is open to accounts that it names, and to all when it names none', () => {
    expect([isOpenTo(OPEN, 'a'), isOpenTo(OF_A, 'a'), isOpenTo(OF_A, 'b')]).toEqual([true, true, false]);
  });
});
