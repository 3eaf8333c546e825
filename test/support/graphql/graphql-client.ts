import request from 'supertest';
import { graphql } from '../../generated/gql.js';
import type { TypedDocumentString } from '../../generated/graphql.js';
import { Subscription } from './subscription.js';

/** A graphql() literal, with what it answers and what it needs. */
export type Operation<Data, Variables> = TypedDocumentString<Data, Variables>;

/** The variables as an argument that may be left out when there are none. */
export type VariablesOf<Variables extends object> = [Variables] extends [Record<string, never>]
  ? []
  : Record<string, never> extends Variables
    ? [variables?: Variables]
    : [variables: Variables];

export interface GraphqlProblem {
  message: string;
  path?: (string | number)[];
  extensions: Record<string, unknown> & { code: string };
}

/** The whole answer over HTTP, with top-level errors. */
export interface Answer<Data> {
  status: number;
  data: Data | null;
  errors: GraphqlProblem[];
}

const LOGIN = graphql(`
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      accessToken
      errors {
        code
        message
      }
    }
  }
`);

/** A front end: GraphQL over HTTP and over the WebSocket. */
export class GraphqlClient {
  constructor(
    private readonly url: string,
    public token?: string,
  ) {}

  async login(email: string, password: string): Promise<void> {
    const { login } = await this.send(LOGIN, { input: { email, password } });
    if (login.accessToken === null) throw new Error(JSON.stringify(login.errors));
    this.token = login.accessToken;
  }

  /** The data; throws when there are top-level errors. */
  async send<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    ...[variables]: VariablesOf<Variables>
  ): Promise<Data> {
    return dataOf<Data>(await this.post(operation.toString(), variables));
  }

  /** The whole answer, for tests that expect top-level errors. */
  async request<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    ...[variables]: VariablesOf<Variables>
  ): Promise<Answer<Data>> {
    return this.post<Data>(operation.toString(), variables);
  }

  /** Begins at once; `events` collects what comes. */
  subscribe<Data extends object, Variables extends object>(
    operation: Operation<Data, Variables>,
    ...[variables]: VariablesOf<Variables>
  ): Subscription<Data[keyof Data]> {
    return new Subscription(this.url, this.token, operation.toString(), variables ?? {});
  }

  /** For text that codegen cannot know: malformed, put together at run time, or with variables of a wrong type. */
  async sendRaw(text: string, variables: object = {}): Promise<unknown> {
    return dataOf(await this.post(text, variables));
  }

  async requestRaw(text: string, variables: object = {}): Promise<Answer<unknown>> {
    return this.post(text, variables);
  }

  subscribeRaw(text: string, variables: object = {}): Subscription<unknown> {
    return new Subscription(this.url, this.token, text, variables);
  }

  /** The same person at another process. */
  at(url: string): GraphqlClient {
    return new GraphqlClient(url, this.token);
  }

  private async post<Data>(query: string, variables: object = {}): Promise<Answer<Data>> {
    const headers = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const { status, body } = await request(this.url).post('/graphql').set(headers).send({ query, variables });
    return { status, data: body.data ?? null, errors: body.errors ?? [] };
  }
}

function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  if (data === null || errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
}
