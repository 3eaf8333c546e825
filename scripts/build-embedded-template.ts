import { MIGRATIONS } from '../migrations/index.js';
import { ensureEmbeddedTemplate } from '../src/common/database/embedded/embedded-template.js';

// Runs after every build: a first start then copies a migrated database instead of making one.
await ensureEmbeddedTemplate(MIGRATIONS);
process.exit(0);
