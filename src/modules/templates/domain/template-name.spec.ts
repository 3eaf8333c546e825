import { metaNameOf } from './template-name.js';

describe('The name at Meta', () => {
  it.each([
    ['Order shipped!', 'order_shipped'],
    ['Größe & Maß', 'grosse_mass'],
    ['  Crème brûlée — 2027 ', 'creme_brulee_2027'],
    ['注文', 'template'],
    ['x'.repeat(600), 'x'.repeat(512)],
  ])('of %s is %s', (displayName, name) => expect(metaNameOf(displayName)).toBe(name));
});
