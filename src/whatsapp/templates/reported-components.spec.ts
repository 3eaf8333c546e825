import { componentsAfterReport } from './reported-components.js';

const link = { type: 'URL', text: 'Track', url: 'https://a.example/x', app_deep_link: { meta_app_id: '1' } };
const form = { type: 'FLOW', text: 'Form', flow_id: '1', icon: 'DOCUMENT' };
const carousel = { type: 'CAROUSEL', cards: [] };
const REMOTE = [
  { type: 'BODY', text: 'Before {{1}}.', example: { body_text: [['Ann']] } },
  { type: 'BUTTONS', buttons: [link, form] },
  carousel,
];
const nothing = { header: null, footer: null, buttons: null };
const button = (type: string, text: string, changes = {}) => ({ type, text, url: null, phoneNumber: null, ...changes });

describe('Components after a report of Meta', () => {
  it('have a header, a footer and buttons that were not there before', () => {
    const after = componentsAfterReport([{ type: 'BODY', text: 'Before.' }], {
      header: 'Confirmed!',
      body: 'After.',
      footer: 'Lucky Shrub',
      buttons: [
        button('URL', 'Help', { url: 'https://b.example' }),
        button('PHONE_NUMBER', 'Call', { phoneNumber: '+1' }),
      ],
    });
    expect(after).toEqual([
      { type: 'HEADER', format: 'TEXT', text: 'Confirmed!' },
      { type: 'BODY', text: 'After.' },
      { type: 'FOOTER', text: 'Lucky Shrub' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'Help', url: 'https://b.example' },
          { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+1' },
        ],
      },
    ]);
  });

  it('keep what the report does not say: other components, details of buttons, examples', () => {
    expect(componentsAfterReport(REMOTE, { ...nothing, body: 'After {{1}}.' })).toEqual([
      { ...REMOTE[0], text: 'After {{1}}.' },
      REMOTE[1],
      carousel,
    ]);
    const moved = [button('FLOW', 'Form'), button('URL', 'Track', { url: 'https://a.example/y' })];
    expect(componentsAfterReport(REMOTE, { ...nothing, body: 'Before {{1}}.', buttons: moved })).toEqual([
      REMOTE[0],
      { type: 'BUTTONS', buttons: [form, { ...link, url: 'https://a.example/y' }] },
      carousel,
    ]);
  });

  it('lose a footer and buttons that are reported as gone, and keep a header that is no text', () => {
    const image = { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://link.example'] } };
    const remote = [image, ...REMOTE, { type: 'FOOTER', text: 'Gone' }];
    expect(componentsAfterReport(remote, { ...nothing, body: 'Before {{1}}.', buttons: [] })).toEqual([
      image,
      REMOTE[0],
      carousel,
    ]);
    const after = componentsAfterReport(remote, { ...nothing, header: 'Text', body: 'Before {{1}}.' });
    expect(after[0]).toEqual({ type: 'HEADER', format: 'TEXT', text: 'Text' });
  });
});
