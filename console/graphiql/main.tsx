import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './page.css';

const { origin } = window.location;
/** Headers of the editor go with a subscription too, as connectionParams: names there are in lower case. */
const fetcher = createGraphiQLFetcher({
  url: `${origin}/graphql`,
  subscriptionUrl: `${origin.replace(/^http/, 'ws')}/graphql`,
});
const FIRST_TEXT = `# Log in, and give the access token below, among the headers: {"authorization": "Bearer …"}
mutation Login($input: LoginInput!) {
  login(input: $input) {
    accessToken
    errors {
      code
      message
      path
    }
  }
}
`;

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <GraphiQL fetcher={fetcher} defaultQuery={FIRST_TEXT} defaultEditorToolsVisibility="headers" />
    </StrictMode>,
  );
}
