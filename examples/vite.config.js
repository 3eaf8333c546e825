import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { parse, print } from 'graphql';
import { defineConfig } from 'vite';

const PAGES = ['apollo', 'urql', 'relay', 'graphql-ws'];
const GENERATED = join(import.meta.dirname, 'relay', 'generated');
const RELAY_TAG = /\bgraphql`\s*(?:query|subscription|mutation|fragment)\s+(\w+)[^`]*`/g;

/** Puts the artifact that relay-compiler has written in the place of its document, as Relay's Babel plugin does. */
const relayArtifacts = {
  name: 'relay-artifacts',
  enforce: 'pre',
  transform(source, id) {
    if (!id.includes('/relay/') || !/\.tsx?$/.test(id) || id.includes('/generated/')) return null;
    const imports = [];
    const code = source.replaceAll(RELAY_TAG, (literal, name) => {
      const artifact = readFileSync(join(GENERATED, `${name}.graphql.ts`), 'utf8');
      const document = print(parse(literal.slice('graphql`'.length, -1)));
      const hash = createHash('md5').update(document).digest('hex');
      if (!artifact.includes(hash)) throw new Error(`${name} has changed: npm run relay --workspace examples`);
      imports.push(`import ${name} from '${join(GENERATED, `${name}.graphql.ts`)}';`);
      return name;
    });
    return { code: `${imports.join('\n')}\n${code}`, map: null };
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [relayArtifacts, react()],
  resolve: {
    // the client from its source; a program of yours installs @parley/client
    alias: { '@parley/client': join(import.meta.dirname, '..', 'clients', 'typescript', 'src', 'index.ts') },
  },
  define: { 'globalThis.__DEV__': 'false' },
  build: {
    rollupOptions: { input: PAGES.map((page) => join(import.meta.dirname, page, 'index.html')) },
    reportCompressedSize: false,
  },
});
