import { graphql } from '../generated/gql.js';
import { must, problems } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import { TestWorld } from '../support/world/test-world.js';

const INVITE = graphql(`
  mutation Invite($input: InviteUserInput!) {
    inviteUser(input: $input) {
      token
      invitation { id name email role expiresAt invitedBy { id } }
      errors { ...Problem }
    }
  }
`);
const WITHDRAW = graphql(`
  mutation Withdraw($id: ID!) { withdrawInvitation(input: { invitationId: $id }) { errors { ...Problem } } }
`);
const ACCEPT = graphql(`
  mutation Accept($token: String!, $password: String!) {
    acceptInvitation(input: { token: $token, password: $password }) { email errors { ...Problem } }
  }
`);
const OPEN = graphql(`
  query StillOpen { openInvitations { id email } }
`);
const SIGN_IN = graphql(`
  mutation SignInAsInvited($input: LoginInput!) {
    login(input: $input) { accessToken errors { ...Problem } }
  }
`);
const ME = graphql(`
  query WhoWasInvited { me { name role accounts { id } } }
`);
const TRAIL = graphql(`
  query TrailOfInvitations {
    auditEntries(filter: { action: [USER_INVITED, INVITATION_ACCEPTED, INVITATION_WITHDRAWN] }, first: 100) {
      nodes { action actorKind subjectName }
    }
  }
`);
const WEEK_MS = 7 * 86_400_000;
const PASSWORD = 'a password of my own';

describe('Invitations', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const invite = async (email: string, more: object = {}) =>
    (await world.admin.send(INVITE, { input: { name: 'Mara', email, role: 'OPERATOR', ...more } })).inviteUser;
  const accept = async (token: string, password = PASSWORD) =>
    (await world.client().send(ACCEPT, { token, password })).acceptInvitation;
  const signIn = async (email: string) =>
    (await world.client().send(SIGN_IN, { input: { email, password: PASSWORD } })).login.accessToken;
  /** Who somebody is who signs in with the e-mail and the chosen password. */
  const who = async (email: string) => (await world.client(must(await signIn(email))).send(ME)).me;
  const openEmails = async () => (await world.admin.send(OPEN)).openInvitations.map(({ email }) => email);
  const anEmail = (): string => `${aKey('invited')}@example.com`;

  it('make their bearer a user with the password that they choose, once', async () => {
    const email = anEmail();
    const { token, invitation } = await invite(email, { accountIds: [world.account.id] });
    expect(invitation).toMatchObject({ name: 'Mara', email, role: 'OPERATOR' });
    expect(await openEmails()).toContain(email);
    expect(await signIn(email)).toBeNull(); // nobody yet
    expect(JSON.stringify(await world.database.query('SELECT * FROM invitations'))).not.toContain(must(token));
    expect(problems((await accept(must(token), 'short')).errors)).toEqual(['INVALID_INPUT password']);
    expect(await accept(must(token))).toEqual({ email, errors: [] });
    expect(await who(email)).toEqual({
      name: 'Mara',
      role: 'OPERATOR',
      accounts: [{ id: world.account.id }],
    });
    expect(problems((await accept(must(token))).errors)).toEqual(['INVALID_INPUT token']);
    expect(await openEmails()).not.toContain(email);
  });

  it('of the same e-mail at the same moment replace each other too, and make one person', async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = anEmail();
      const both = await Promise.all([invite(email), invite(email)]);
      expect(both.flatMap(({ errors }) => errors)).toEqual([]);
      const accepted = await Promise.all(both.map(({ token }) => accept(must(token))));
      expect(accepted.flatMap(({ errors }) => problems(errors))).toEqual(['INVALID_INPUT token']);
    }
  });

  it('of the same e-mail replace each other; of somebody who is here already they are refused', async () => {
    const email = anEmail();
    const first = await invite(email);
    const second = await invite(email.toUpperCase(), { role: 'MANAGER' });
    expect(problems((await accept(must(first.token))).errors)).toEqual(['INVALID_INPUT token']);
    expect((await accept(must(second.token))).errors).toEqual([]);
    expect(await who(email)).toMatchObject({ role: 'MANAGER', accounts: [] });
    expect(problems((await invite(email)).errors)).toEqual(['DUPLICATE email']);
  });

  it('are refused with what is wrong and where', async () => {
    expect(problems((await invite('no address')).errors)).toEqual(['INVALID_FORMAT email']);
    const nowhere = await invite(anEmail(), { accountIds: [world.account.id, '00000000-0000-4000-8000-000000000000'] });
    expect(problems(nowhere.errors)).toEqual(['NOT_FOUND accountIds.1']);
    expect(problems((await accept('nonsense')).errors)).toEqual(['INVALID_INPUT token']);
  });

  it('are worth nothing when they were withdrawn, or a week is over', async () => {
    const { token, invitation } = await invite(anEmail());
    const withdraw = async () =>
      problems((await world.admin.send(WITHDRAW, { id: must(invitation).id })).withdrawInvitation.errors);
    expect(await withdraw()).toEqual([]);
    expect(await withdraw()).toEqual(['NOT_FOUND invitationId']);
    expect(problems((await accept(must(token))).errors)).toEqual(['INVALID_INPUT token']);
    const late = await invite(anEmail());
    await world.later(WEEK_MS);
    expect(problems((await accept(must(late.token))).errors)).toEqual(['INVALID_INPUT token']);
    expect(await openEmails()).toEqual([]);
  });

  it('stand in the audit trail', async () => {
    const email = anEmail();
    const { token } = await invite(email);
    await accept(must(token));
    const { auditEntries } = await world.admin.send(TRAIL);
    expect(auditEntries.nodes.filter(({ subjectName }) => subjectName === email)).toEqual([
      { action: 'INVITATION_ACCEPTED', actorKind: 'NOBODY', subjectName: email },
      { action: 'USER_INVITED', actorKind: 'USER', subjectName: email },
    ]);
  });
});
