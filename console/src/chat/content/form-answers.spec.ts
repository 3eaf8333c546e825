import { answeredFields, readableName } from './form-answers';

describe('What was filled in', () => {
  it('stands in the order of the form, under names without the marks of the builder', () => {
    expect(
      answeredFields({
        flow_token: 't',
        screen_1_Note_0: 'x',
        screen_0_Name_1: 'Ada',
        screen_0_Choose_a_day_0: '0_Monday',
      }),
    ).toEqual([
      { name: 'Choose a day', answer: { kind: 'text', text: 'Monday' } },
      { name: 'Name', answer: { kind: 'text', text: 'Ada' } },
      { name: 'Note', answer: { kind: 'text', text: 'x' } },
    ]);
  });

  it('leaves a text as it was written where no builder has named the field', () => {
    expect(answeredFields({ order_number: '3_a_b' })).toEqual([
      { name: 'Order number', answer: { kind: 'text', text: '3_a_b' } },
    ]);
  });

  it.each<[string, unknown, object]>([
    ['nothing', null, { kind: 'none' }],
    ['an empty text', '', { kind: 'none' }],
    ['an empty list', [], { kind: 'none' }],
    ['a choice', false, { kind: 'choice', isYes: false }],
    ['a number', 400063, { kind: 'text', text: '400063' }],
    ['a file', [{ id: '7', file_name: 'a.jpg' }], { kind: 'several', answers: [{ kind: 'text', text: 'a.jpg' }] }],
    ['parts', { city: 'Rome' }, { kind: 'fields', fields: [{ name: 'City', answer: { kind: 'text', text: 'Rome' } }] }],
  ])('tells %s', (_name, value, answer) => {
    expect(answeredFields({ value })).toEqual([{ name: 'Value', answer }]);
  });

  it.each([
    ['delivery_date', 'Delivery date'],
    ['_', '_'],
    ['screen_0_E_mail_12', 'E mail'],
    ['الاسم', 'الاسم'],
  ])('calls %s %s', (key, name) => expect(readableName(key)).toBe(name));
});
