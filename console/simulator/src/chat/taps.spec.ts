import type { SimMessage } from '../../../../src/simulator/control-api';
import { formAnswer, tapOfButton, tapsOf } from './taps';

const interactive = (body: Record<string, unknown>): SimMessage => ({
  ...{ wamid: 'w', phoneId: 'P', customerUserId: 'U', direction: 'OUT', type: 'interactive', text: '' },
  ...{ at: 0, status: 'delivered', callbackData: null, body },
});

describe('What can be chosen in a message', () => {
  it('is an answer with the id of the button', () => {
    const buttons = [{ type: 'reply', reply: { id: 'keep', title: 'Keep' } }];
    expect(tapsOf(interactive({ type: 'button', action: { buttons } }))).toEqual([
      {
        kind: 'ANSWER',
        title: 'Keep',
        written: {
          type: 'interactive',
          content: { type: 'button_reply', button_reply: { id: 'keep', title: 'Keep' } },
        },
      },
    ]);
  });

  it('is a row of a list with its description', () => {
    const sections = [{ title: 'Soon', rows: [{ id: 'r1', title: 'Express', description: 'Next day' }] }];
    const [list] = tapsOf(interactive({ type: 'list', action: { button: 'Options', sections } }));
    expect(list).toMatchObject({
      title: 'Options',
      sections: [
        {
          title: 'Soon',
          rows: [{ written: { content: { list_reply: { id: 'r1', title: 'Express', description: 'Next day' } } } }],
        },
      ],
    });
  });

  it('is an address only where it may be opened', () => {
    const link = (url: string) =>
      tapsOf(interactive({ type: 'cta_url', action: { parameters: { display_text: 'Open', url } } }));
    expect(link('https://example.com/a')).toMatchObject([{ kind: 'LINK', href: 'https://example.com/a' }]);
    expect(link('javascript:alert(1)')).toMatchObject([{ kind: 'LINK', href: null }]);
  });

  it('is the payload of a template’s quick reply', () => {
    expect(tapOfButton({ type: 'QUICK_REPLY', text: 'Talk', value: 'TALK' })).toMatchObject({
      written: { type: 'button', content: { payload: 'TALK', text: 'Talk' } },
    });
    expect(tapOfButton({ type: 'FLOW', text: 'Rate us', value: '' })).toEqual({
      kind: 'FORM',
      title: 'Rate us',
      token: null,
    });
  });

  it('is the form of a Flow, whose token comes back, and what stands on the cards of a carousel', () => {
    const flow = { name: 'flow', parameters: { flow_cta: 'Book', flow_token: 'visit-7' } };
    expect(tapsOf(interactive({ type: 'flow', action: flow }))).toEqual([
      { kind: 'FORM', title: 'Book', token: 'visit-7' },
    ]);
    expect(formAnswer({ day: 'Monday' }, 'visit-7')).toMatchObject({
      content: { nfm_reply: { response_json: '{"flow_token":"visit-7","day":"Monday"}' } },
    });
    const cards = [
      { action: { parameters: { display_text: 'See', url: 'https://shop.example/' } } },
      { action: { buttons: [{ type: 'quick_reply', quick_reply: { id: 'more', title: 'More' } }] } },
    ];
    expect(tapsOf(interactive({ type: 'carousel', action: { cards } }))).toMatchObject([
      { kind: 'LINK', title: 'See', href: 'https://shop.example/' },
      { kind: 'ANSWER', title: 'More', written: { content: { button_reply: { id: 'more', title: 'More' } } } },
    ]);
  });
});
