import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApolloServerPlugin } from '@apollo/server';
import { packageRoot } from '../../package-root.js';

const PAGE = join(packageRoot(), 'console', 'dist', 'graphiql', 'index.html');

/** GraphiQL as the page of `/graphql`, from the console's build: nothing is fetched from elsewhere. No page where it is not built. */
export const showGraphiql: ApolloServerPlugin = {
  serverWillStart: () => {
    if (!existsSync(PAGE)) return Promise.resolve({});
    const html = readFileSync(PAGE, 'utf8');
    return Promise.resolve({ renderLandingPage: () => Promise.resolve({ html }) });
  },
};
