import type request from 'supertest';
import { graphql } from '../../generated/gql.js';
import { eventually } from '../expectations.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

/** What POST /media answers: the file, or errors. */
export interface Uploaded {
  status: number;
  body: { id: string; mimeType: string; size: number; fileName: string; errors?: { code: string }[] };
}

const RETRY = graphql(`
  mutation RetryMedia($id: ID!) { retryMedia(input: { mediaId: $id }) { media { state } errors { ...Problem } } }
`);

/** Files over HTTP, as one person uploads them: the administrator, or `as` somebody. */
export class FilesDriver {
  constructor(
    private readonly world: TestWorld,
    private readonly client: Pick<GraphqlClient, 'token' | 'send'> = world.admin,
  ) {}

  as({ client }: { client: GraphqlClient }): FilesDriver {
    return new FilesDriver(this.world, client);
  }

  async upload(
    bytes: Buffer,
    contentType: string,
    filename: string,
    { token = this.client.token, ...fields }: { token?: string; accountId?: string } = {},
  ): Promise<Uploaded> {
    const { status, body } = await this.world.http
      .post('/media')
      .set('authorization', `Bearer ${token}`)
      .field(fields)
      .attach('file', bytes, { filename, contentType });
    return { status, body };
  }

  /** Follows a signed link; the body is bytes, whatever its type. */
  open(url: string | null): request.Test {
    const { pathname, search } = new URL(url ?? 'no link');
    return this.world.http.get(`${pathname}${search}`).buffer(true).parse(asBytes);
  }

  /** retryMedia with everything that it answers. */
  async retry(mediaId: string) {
    return (await this.client.send(RETRY, { id: mediaId })).retryMedia;
  }

  /** The file of the last message with a customer, null when it has none. */
  async lastOf(search: string) {
    const content = (await this.world.inbox.messagesWith(search)).at(-1)?.content;
    return content?.__typename === 'MediaContent' ? content.media : null;
  }

  /** The same, once it is as wanted. */
  async untilLastOf(search: string, isWanted: (file: FileDetails) => boolean): Promise<FileDetails> {
    const found = await eventually(
      () => this.lastOf(search),
      (file) => file !== null && isWanted(file),
    );
    if (found === null) throw new Error(`The last message with ${search} has no file.`);
    return found;
  }
}

type FileDetails = NonNullable<Awaited<ReturnType<FilesDriver['lastOf']>>>;

/** The body of an answer as it came. */
export function asBytes(response: request.Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
  response.on('error', (error: Error) => done(error, Buffer.alloc(0)));
}
