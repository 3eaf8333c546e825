import { graphql } from '../generated/gql.js';
import { eventually } from '../support/expectations.js';
import { postgresPrograms, ReplicatedDatabase } from '../support/replicated-database.js';
import { TestWorld } from '../support/world/test-world.js';

const SEARCH = graphql(`
  query SearchOnReplica($query: String!) {
    searchMessages(query: $query) { nodes { text } }
  }
`);

const programs = postgresPrograms();
const NEEDED = 'The programs of PostgreSQL (initdb, pg_ctl, pg_basebackup) are not installed here.';

(programs === null ? describe.skip : describe)(
  `With a replica${programs === null ? ` (skipped: ${NEEDED})` : ''}`,
  () => {
    let database: ReplicatedDatabase;
    let world: TestWorld;

    beforeAll(async () => {
      database = await ReplicatedDatabase.start(programs ?? '');
      world = await TestWorld.start({
        database: database.testDatabase,
        environment: { DATABASE_REPLICA_URLS: database.replicaUrl, DATABASE_REPLICA_MAX_LAG_SECONDS: '300' },
      });
      await untilWarned(0);
    }, 120_000);
    afterEach(async () => {
      await database.resumeReplay();
      await caughtUp();
    });
    afterAll(async () => {
      await world.close();
      await database.stop();
    });

    const warnings = async (): Promise<string[]> => {
      const { body } = await world.http.get('/health/ready').expect(200);
      return (body as { warnings?: string[] }).warnings ?? [];
    };
    const untilWarned = (count: number): Promise<string[]> => eventually(warnings, (found) => found.length === count);
    const search = async (query: string): Promise<(string | null)[]> =>
      (await world.admin.send(SEARCH, { query })).searchMessages.nodes.map(({ text }) => text);
    const caughtUp = async (): Promise<void> => {
      const [{ lsn } = { lsn: '' }] = await world.database.query<{ lsn: string }>(
        'SELECT pg_current_wal_lsn()::text AS lsn',
      );
      await eventually(
        () => database.onReplica<{ is_there: boolean }>(`SELECT pg_last_wal_replay_lsn() >= '${lsn}' AS is_there`),
        ([row]) => row?.is_there === true,
      );
    };

    it('searches there: what others have written shows when the replica has it', async () => {
      const { customer } = await world.customers.startsConversation('before the pause');
      await caughtUp();
      await database.pauseReplay();
      await world.customers.writes(customer, 'after the pause');
      expect(await search('the pause')).toEqual(['before the pause']);
      await database.resumeReplay();
      await caughtUp();
      expect(await search('the pause')).toEqual(['after the pause', 'before the pause']);
    });

    it('shows what the caller has written, from the primary when the replica does not have it in time', async () => {
      const { conversation, customer } = await world.customers.startsConversation('written by the customer');
      await caughtUp();
      await database.pauseReplay();
      await world.customers.writes(customer, 'written by the customer again');
      await world.inbox.send(conversation.id, 'written by us');
      expect(await search('written by')).toEqual([
        'written by us',
        'written by the customer again',
        'written by the customer',
      ]);
    });

    it('does without a replica that is gone, and says so; comes back to it', async () => {
      const { customer } = await world.customers.startsConversation('while it lives');
      await caughtUp();
      await database.stopReplica();
      await world.customers.writes(customer, 'while it is gone');
      expect(await search('while it')).toEqual(['while it is gone', 'while it lives']);
      const [warning] = await untilWarned(1);
      expect(warning).toMatch(/^The replica 127\.0\.0\.1:\d+ does not answer \(.*\): reads go to the primary\.$/);
      expect(await search('while it')).toHaveLength(2);

      await database.startReplica();
      await untilWarned(0);
      await caughtUp();
      await database.pauseReplay();
      await world.customers.writes(customer, 'while it is back');
      expect(await search('while it')).toHaveLength(2);
    });

    it('does not ask one that lags behind, or that is no replica', async () => {
      const another = await world.startAnother({
        DATABASE_REPLICA_URLS: `${database.replicaUrl},${database.primaryUrl}`,
        DATABASE_REPLICA_MAX_LAG_SECONDS: '1',
      });
      const found = async (): Promise<string[]> => {
        const answer = await fetch(`${another.url}/health/ready`);
        return ((await answer.json()) as { warnings?: string[] }).warnings ?? [];
      };
      await eventually(found, (sentences) => sentences.some((sentence) => sentence.includes('is no replica')));
      await database.pauseReplay();
      await world.customers.startsConversation('something that it lacks');
      await eventually(found, (sentences) => sentences.some((sentence) => /is \d+ seconds behind/.test(sentence)));
      await another.close();
    });
  },
);
