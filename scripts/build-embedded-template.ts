import { MIGRATIONS } from '../migrations/index.js';
import { rebuildEmbeddedTemplate } from '../src/common/database/embedded/embedded-template.js';

// Runs after every build: a first start then copies a migrated database instead of making one.
await rebuildEmbeddedTemplate(MIGRATIONS);
process.exit(0);
