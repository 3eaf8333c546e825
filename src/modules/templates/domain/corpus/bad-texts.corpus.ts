import { X, type Sample } from './sample-templates.corpus.js';

/** What is wrong with names, bodies and what placeholders stand for. */
export const BAD_TEXTS: Sample[] = [
  // names, languages, categories
  ['upper case in the name', { name: 'Hello' }, 'INVALID_FORMAT name'],
  ['a dash in the name', { name: 'hello-you' }, 'INVALID_FORMAT name'],
  ['no name', { name: '' }, 'INVALID_FORMAT name'],
  ['513 characters of name', { name: X(513) }, 'INVALID_FORMAT name'],
  ['an unknown language', { language: 'tlh' }, 'INVALID_INPUT language'],
  ['a language with a dash', { language: 'en-US' }, 'INVALID_INPUT language'],
  ['a country that the language is not in', { language: 'de_FR' }, 'INVALID_INPUT language'],
  ['an unknown category', { category: 'UNKNOWN' }, 'INVALID_INPUT category'],
  // body
  ['no body', { body: '' }, 'REQUIRED body'],
  ['a blank body', { body: ' \n ' }, 'REQUIRED body'],
  ['1,025 characters', { body: X(1_025) }, 'TOO_LONG body'],
  ['a gap', { body: 'Hi {{1}}, order {{3}} is here now.', samples: { 1: 'a', 3: 'b' } }, 'INVALID_FORMAT body'],
  ['not from one', { body: 'Hi {{2}}, it is here.', samples: { 2: 'a' } }, 'INVALID_FORMAT body'],
  ['zero', { body: 'Hi {{0}}, it is here.', samples: { 0: 'a' } }, 'INVALID_FORMAT body'],
  ['at the beginning', { body: '{{1}} is your order now.', samples: { 1: 'a' } }, 'INVALID_FORMAT body'],
  ['at the end', { body: 'Your order now is {{1}}', samples: { 1: 'a' } }, 'INVALID_FORMAT body'],
  ['at the end, before a space', { body: 'Your order now is {{1}} ', samples: { 1: 'a' } }, 'INVALID_FORMAT body'],
  ['adjacent', { body: 'Hello {{1}}{{2}}, here it is now.', samples: { 1: 'a', 2: 'b' } }, 'INVALID_FORMAT body'],
  [
    'adjacent but for a space',
    { body: 'Hello {{1}} {{2}}, here it is now.', samples: { 1: 'a', 2: 'b' } },
    'INVALID_FORMAT body',
  ],
  ['too few words', { body: 'Hi {{1}}.', samples: { 1: 'a' } }, 'INVALID_FORMAT body'],
  [
    'many placeholders, few words',
    { body: 'A {{1}}, b {{2}}, c {{3}}, d.', samples: { 1: 'a', 2: 'b', 3: 'c' } },
    'INVALID_FORMAT body',
  ],
  [
    'mixed styles',
    { body: 'Hi {{1}}, your {{order}} is here now.', samples: { 1: 'a', order: 'b' } },
    'INVALID_FORMAT body',
  ],
  [
    'named in a positional template',
    { body: 'Hi {{name}}, it is here.', samples: { name: 'a' } },
    'INVALID_FORMAT body',
  ],
  [
    'numbered in a named template',
    { parameterFormat: 'NAMED', body: 'Hi {{1}}, it is here.', samples: { 1: 'a' } },
    'INVALID_FORMAT body',
  ],
  [
    'upper case in a named placeholder',
    { parameterFormat: 'NAMED', body: 'Hi {{Name}}, it is here.', samples: { Name: 'a' } },
    'INVALID_FORMAT body',
  ],
  [
    'a dollar in a placeholder',
    { parameterFormat: 'NAMED', body: 'Hi {{na$me}}, it is here.', samples: { na$me: 'a' } },
    'INVALID_FORMAT body',
  ],
  [
    'a named placeholder twice',
    { parameterFormat: 'NAMED', body: 'Hi {{name}}, are you {{name}} then?', samples: { name: 'a' } },
    'INVALID_FORMAT body',
  ],
  ['an empty placeholder', { body: 'Hi {{}}, it is here.', samples: { '': 'a' } }, 'INVALID_FORMAT body'],
  ['an open brace', { body: 'Hi {{1, it is here.' }, 'INVALID_FORMAT body'],
  ['a closing brace too many', { body: 'Hi 1}}, it is here.' }, 'INVALID_FORMAT body'],
  ['a third brace', { body: 'Hi {{{1}}}, it is here.', samples: { 1: 'a' } }],
  // bindings
  ['unbound', { body: 'Hello {{1}}, welcome.' }, 'REQUIRED variables'],
  ['two unbound', { body: 'Hello {{1}}, welcome to {{2}} here.' }, 'REQUIRED variables', 'REQUIRED variables'],
  ['bound twice', { body: 'Hello {{1}}, welcome.', variables: [{}, {}] }, 'DUPLICATE variables.1'],
  ['bound without a place', { variables: [{}] }, 'INVALID_INPUT variables.0'],
  [
    'bound in another place',
    { header: { type: 'TEXT', text: 'Hi {{1}}' }, variables: [{}] },
    'INVALID_INPUT variables.0',
    'REQUIRED variables',
  ],
  ['no sample', { body: 'Hello {{1}}, welcome.', samples: { 1: '' } }, 'REQUIRED variables.0.sampleValue'],
  ['a blank sample', { body: 'Hello {{1}}, welcome.', samples: { 1: '  ' } }, 'REQUIRED variables.0.sampleValue'],
  [
    'a line break in the sample',
    { body: 'Hello {{1}}, welcome.', samples: { 1: 'a\nb' } },
    'INVALID_FORMAT variables.0.sampleValue',
  ],
  [
    'a tab in the sample',
    { body: 'Hello {{1}}, welcome.', samples: { 1: 'a\tb' } },
    'INVALID_FORMAT variables.0.sampleValue',
  ],
  [
    'five spaces in the sample',
    { body: 'Hello {{1}}, welcome.', samples: { 1: 'a     b' } },
    'INVALID_FORMAT variables.0.sampleValue',
  ],
  [
    'a blank fallback',
    { body: 'Hello {{1}}, welcome.', variables: [{ fallback: ' ' }] },
    'INVALID_FORMAT variables.0.fallback',
  ],
  [
    'a line break in the fallback',
    { body: 'Hello {{1}}, welcome.', variables: [{ fallback: 'a\nb' }] },
    'INVALID_FORMAT variables.0.fallback',
  ],
  [
    'a field without a path',
    { dataModelId: 'order', body: 'Hello {{1}}, welcome.', variables: [{ source: 'FIELD' }] },
    'REQUIRED variables.0.fieldPath',
  ],
  [
    'a field without a model',
    { body: 'Hello {{1}}, welcome.', variables: [{ source: 'FIELD', fieldPath: 'number' }] },
    'REQUIRED variables.0.fieldPath',
  ],
  [
    'a path on free text',
    { dataModelId: 'order', body: 'Hello {{1}}, welcome.', variables: [{ fieldPath: 'number' }] },
    'INVALID_INPUT variables.0.fieldPath',
  ],
  [
    'a path that does not exist',
    {
      dataModelId: 'order',
      body: 'Hello {{1}}, welcome.',
      variables: [{ source: 'FIELD', fieldPath: 'customer.age' }],
    },
    'NOT_FOUND variables.0.fieldPath',
  ],
  [
    'a path that ends at a relation',
    { dataModelId: 'order', body: 'Hello {{1}}, welcome.', variables: [{ source: 'FIELD', fieldPath: 'customer' }] },
    'INVALID_INPUT variables.0.fieldPath',
  ],
  [
    'a path through a value',
    { dataModelId: 'order', body: 'Hello {{1}}, welcome.', variables: [{ source: 'FIELD', fieldPath: 'number.x' }] },
    'INVALID_INPUT variables.0.fieldPath',
  ],
  [
    'a path that loops',
    {
      dataModelId: 'order',
      body: 'Hello {{1}}, welcome.',
      variables: [{ source: 'FIELD', fieldPath: 'customer.lastOrder.customer.name' }],
    },
    'INVALID_INPUT variables.0.fieldPath',
  ],
  [
    'a path that is too deep',
    {
      dataModelId: 'order',
      body: 'Hello {{1}}, welcome.',
      variables: [{ source: 'FIELD', fieldPath: 'a.b.c.d.e.f.g' }],
    },
    'INVALID_INPUT variables.0.fieldPath',
  ],
  [
    'a portal link without a model',
    { body: 'See {{1}} for more.', variables: [{ source: 'PORTAL_LINK' }] },
    'REQUIRED variables.0.source',
  ],
  ['a phone field without a model', { phoneField: 'phone' }, 'REQUIRED phoneField'],
  ['a phone field that is none', { dataModelId: 'order', phoneField: 'customer.name' }, 'INVALID_INPUT phoneField'],
  ['a phone field that is a relation', { dataModelId: 'order', phoneField: 'customer' }, 'INVALID_INPUT phoneField'],
  ['a phone field that does not exist', { dataModelId: 'order', phoneField: 'fax' }, 'NOT_FOUND phoneField'],
];
