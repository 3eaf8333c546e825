import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const TEMPLATE = graphql(`
  query TemplateAtMeta($id: ID!) {
    template(id: $id) {
      ...TemplateDetails
      parameterFormat
      remoteComponents
      remoteSettings
      subCategory
      sendTtlSeconds
    }
  }
`);

const APP_LINK = { meta_app_id: '123', android_deep_link: 'app://x' };
const BUTTONS = [
  { type: 'URL', text: 'Track', url: 'https://a.example/x', app_deep_link: APP_LINK },
  {
    type: 'FLOW',
    text: 'Form',
    flow_id: '1',
    flow_action: 'navigate',
    navigate_screen: 'W',
    icon: 'DOCUMENT',
  },
];
const COMPONENTS = [
  { type: 'BODY', text: 'Track your parcel in the app at any time.', tone: 'friendly' },
  { type: 'FOOTER', text: 'Lucky Shrub', tone: 'small' },
  { type: 'BUTTONS', buttons: BUTTONS },
];

describe('What Meta has on a template', () => {
  let world: TestWorld;
  let made = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  /** Made at Meta and synchronised. */
  async function synced(changes: Parameters<typeof world.meta.addTemplate>[0] | object) {
    made += 1;
    const remote = world.meta.addTemplate({ name: `kept_at_meta_${made}`, components: COMPONENTS, ...changes });
    await world.templates.sync();
    const [row] = await world.database.query<{ id: string }>('SELECT id FROM templates WHERE remote_id = $1', [
      remote.id,
    ]);
    return { remote, id: must(row).id };
  }
  const read = async (id: string) => must((await world.admin.send(TEMPLATE, { id })).template);
  const typed = (components: readonly Record<string, unknown>[], type: string) =>
    must(components.find((component) => component.type === type));

  it('is synchronised whole and shown', async () => {
    const settings = {
      sub_category: 'CUSTOM',
      message_send_ttl_seconds: 600,
      library_template_name: 'delivery_update_1',
      cta_url_link_tracking_opted_out: true,
      degrees_of_freedom_spec: { creative_features_spec: { image_touchups: { enroll_status: 'OPT_IN' } } },
    };
    const { id, remote } = await synced({ settings });
    expect(await read(id)).toMatchObject({
      remoteComponents: COMPONENTS,
      remoteSettings: { ...settings, parameter_format: 'POSITIONAL' },
      subCategory: 'CUSTOM',
      sendTtlSeconds: 600,
      hasUnsubmittedChanges: false,
    });
    remote.settings = { ...settings, message_send_ttl_seconds: 900 };
    await world.templates.sync();
    expect((await read(id)).sendTtlSeconds).toBe(900);
  });

  it('is synchronised although Meta does not know some of the fields that are asked for', async () => {
    const { remote, id } = await synced({});
    world.meta.planError({ path: '/message_templates', code: 100 });
    remote.components = [{ type: 'BODY', text: 'Read all the same.' }];
    expect((await world.templates.sync()).errors).toEqual([]);
    expect((await read(id)).body).toBe('Read all the same.');
  });

  it('goes back as Meta gave it when something else is edited', async () => {
    const { id, remote } = await synced({});
    const { errors } = await world.templates.update({ id, body: 'Follow your parcel in the app.' });
    expect(errors).toEqual([]);
    await world.templates.submit(id);
    expect(remote.components).toEqual([
      { type: 'BODY', text: 'Follow your parcel in the app.', tone: 'friendly' },
      { type: 'FOOTER', text: 'Lucky Shrub', tone: 'small' },
      { type: 'BUTTONS', buttons: BUTTONS },
    ]);
    expect(await read(id)).toMatchObject({ remoteComponents: remote.components });
  });

  it('stays on buttons that are moved or written anew', async () => {
    const { id, remote } = await synced({});
    const [track, form] = (await read(id)).buttons;
    const buttons = [
      { type: 'QUICK_REPLY', text: 'Stop' } as const,
      { type: must(form).type, text: 'Another label', flowId: '1', flowAction: 'navigate', navigateScreen: 'W' },
      { type: must(track).type, text: 'Track', url: 'https://a.example/y' },
    ];
    expect((await world.templates.update({ id, buttons })).errors).toEqual([]);
    await world.templates.submit(id);
    expect(typed(remote.components, 'BUTTONS').buttons).toEqual([
      { type: 'QUICK_REPLY', text: 'Stop' },
      { ...BUTTONS[1], text: 'Another label' },
      { ...BUTTONS[0], url: 'https://a.example/y' },
    ]);
  });

  it('is not undone by an edit when somebody has changed it there since', async () => {
    const { id, remote } = await synced({});
    await world.templates.update({ id, body: 'Follow your parcel in the app.' });
    const withHeader = [{ type: 'HEADER', format: 'TEXT', text: 'New at Meta' }, ...COMPONENTS];
    remote.components = withHeader;
    expect((await world.templates.trySubmit(id)).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', path: ['templateId'], allowedActions: ['syncTemplate'] },
    ]);
    expect(remote.components).toEqual(withHeader);
    await world.templates.syncOne(id);
    expect(await read(id)).toMatchObject({ remoteComponents: withHeader, hasUnsubmittedChanges: true });
    await world.templates.submit(id);
    expect(typed(remote.components, 'BODY').text).toBe('Follow your parcel in the app.');
  });

  it('is shown at once when Meta reports an edit: header, body, footer and buttons', async () => {
    const components = [
      { type: 'BODY', text: 'Thank you {{1}} for it.', example: { body_text: [['Ann']] } },
      { type: 'BUTTONS', buttons: BUTTONS },
    ];
    const { id, remote } = await synced({ components });
    // What Meta answers when the template is read again, as it is after the webhook.
    remote.components = [
      { type: 'HEADER', format: 'TEXT', text: 'Your order is confirmed!' },
      { type: 'BODY', text: 'Thank you {{1}} for {{2}}!', example: { body_text: [['Ann', 'it']] } },
      { type: 'FOOTER', text: 'Lucky Shrub' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Contact support', url: 'https://www.example.com/support' }] },
    ];
    world.meta.planError({ path: `/${remote.id}`, code: 2, times: 50 });
    await world.webhooks.receivesField('message_template_components_update', {
      message_template_id: remote.id,
      message_template_name: remote.name,
      message_template_language: remote.language,
      message_template_title: 'Your order is confirmed!',
      message_template_element: 'Thank you {{1}} for {{2}}!',
      message_template_footer: 'Lucky Shrub',
      message_template_buttons: [
        {
          message_template_button_type: 'URL',
          message_template_button_text: 'Contact support',
          message_template_button_url: 'https://www.example.com/support',
        },
      ],
    });
    expect(await read(id)).toMatchObject({
      header: { type: 'TEXT', text: 'Your order is confirmed!' },
      body: 'Thank you {{1}} for {{2}}!',
      footer: 'Lucky Shrub',
      buttons: [{ type: 'VISIT_WEBSITE', text: 'Contact support', url: 'https://www.example.com/support' }],
      variables: [{ name: '1' }, { name: '2' }],
      hasUnsubmittedChanges: false,
    });
  });

  it('is shown with header and buttons when it was edited in WhatsApp Manager', async () => {
    const { id, remote } = await synced({ components: [{ type: 'BODY', text: 'Thank you for it.' }] });
    const components = [
      { type: 'HEADER', format: 'TEXT', text: 'Your order is confirmed!' },
      { type: 'BODY', text: 'Thank you so much for it.' },
      { type: 'FOOTER', text: 'Lucky Shrub' },
      { type: 'BUTTONS', buttons: [BUTTONS[0]] },
    ];
    world.meta.simulator.templates.editAtMeta(remote, components);
    const shown = await eventually(
      () => read(id),
      ({ body }) => body === 'Thank you so much for it.',
    );
    expect(shown).toMatchObject({
      header: { type: 'TEXT', text: 'Your order is confirmed!' },
      footer: 'Lucky Shrub',
      buttons: [{ type: 'VISIT_WEBSITE', text: 'Track', url: 'https://a.example/x' }],
      hasUnsubmittedChanges: false,
    });
    await eventually(
      () => read(id),
      ({ remoteComponents }) => JSON.stringify(remoteComponents).includes('app_deep_link'),
    );
  });
});
