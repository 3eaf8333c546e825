import { graphql } from '../generated/gql.js';
import { must, only } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { TestWorld } from '../support/world/test-world.js';

const SEND = graphql(`
  mutation SendToMagicNumber($input: SendTemplateInput!) {
    sendTemplate(input: $input) { results { message { id } errors { ...Problem } } errors { ...Problem } }
  }
`);
const MESSAGE = graphql(`
  query MessageToMagicNumber($id: ID!) { message(id: $id) { status refusal { code } } }
`);

describe('A number that the simulated Meta refuses', () => {
  let world: TestWorld;
  let templateId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    templateId = (await world.templates.approvedFrom(aDraft({ accountId: world.account.id }))).id;
  });
  afterAll(() => world.close());

  it.each([131_026, 131_049, 131_050])('with %i brings that refusal, from the API to the message', async (code) => {
    const recipients = [{ phoneNumber: `+1555000${code}` }];
    const { sendTemplate } = await world.admin.send(SEND, {
      input: { idempotencyKey: String(code), templateId, recipients },
    });
    expect(sendTemplate.errors).toEqual([]);
    const { message, errors } = only(sendTemplate.results);
    expect(errors).toEqual([]);
    const { id } = must(message);
    await world.inbox.until(id, 'FAILED');
    expect((await world.admin.send(MESSAGE, { id })).message).toMatchObject({ refusal: { code } });
  });

  it('is read by a broadcast too', async () => {
    const broadcast = await world.broadcasts.start({ templateId, recipients: [{ phoneNumber: '+1555000131026' }] });
    await world.broadcasts.until(broadcast.id, ({ failed }) => failed === 1);
  });
});
