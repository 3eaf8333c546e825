/** The house's dependency rules (docs/architecture.md). Each is proved by a planted violation in test/platform/dependency-rules.test.ts. */
const MODULE = '^src/modules/([^/]+)/';

/** What a module may import, beside common and whatsapp. */
const MAY_IMPORT = {
  users: [],
  accounts: ['users'],
  variables: ['accounts', 'users'],
  templates: ['variables', 'media', 'accounts', 'users'],
  conversations: ['accounts', 'users'],
  media: ['accounts', 'users'],
  numbers: ['media', 'accounts', 'users'],
  messages: ['conversations', 'templates', 'variables', 'media', 'accounts', 'users'],
  privacy: ['messages', 'conversations', 'accounts', 'users'],
  broadcasts: ['messages', 'templates', 'variables', 'accounts', 'users'],
  costs: ['broadcasts', 'messages', 'templates', 'accounts', 'users'],
  rules: ['messages', 'templates', 'variables', 'accounts', 'users'],
  webhooks: ['messages', 'templates', 'conversations', 'media', 'accounts', 'users'],
  endpoints: ['conversations', 'accounts', 'users'],
  rest: ['messages', 'variables', 'conversations', 'accounts', 'users'],
  inbox: ['broadcasts', 'messages', 'templates', 'conversations', 'media', 'accounts', 'users'],
};

const moduleRules = Object.entries(MAY_IMPORT).map(([module, allowed]) => ({
  name: `module-${module}`,
  comment: `${module} may import ${allowed.join(', ') || 'no other module'}`,
  severity: 'error',
  from: { path: `^src/modules/${module}/` },
  to: { path: '^src/modules/', pathNot: `^src/modules/(${[module, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'common-knows-no-module',
      severity: 'error',
      from: { path: '^src/common/' },
      to: { path: '^src/(modules|whatsapp|simulator|demo)/' },
    },
    {
      name: 'common-knows-no-migrations',
      comment: 'They are handed to it: CommonModule.with(MIGRATIONS).',
      severity: 'error',
      from: { path: '^src/common/' },
      to: { path: '^migrations/' },
    },
    {
      name: 'whatsapp-knows-only-common',
      severity: 'error',
      from: { path: '^src/whatsapp/' },
      to: { path: '^src/(modules|simulator|demo)/' },
    },
    {
      name: 'nobody-imports-webhooks-endpoints-rest-or-inbox',
      severity: 'error',
      // Commands put parts together, as the application does.
      from: {
        path: '^src/',
        pathNot: ['^src/app\\.module\\.ts$', '^src/commands/', '^src/modules/(webhooks|endpoints|rest|inbox)/'],
      },
      to: { path: '^src/modules/(webhooks|endpoints|rest|inbox)/' },
    },
    {
      name: 'simulator-is-for-the-demo-and-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(simulator|demo)/' },
      to: { path: '^src/simulator/' },
    },
    {
      name: 'simulator-knows-nothing-of-us',
      severity: 'error',
      from: { path: '^src/simulator/' },
      to: { path: '^src/(modules|common|whatsapp|demo)/' },
    },
    {
      name: 'demo-is-for-main',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts$|demo/)' },
      to: { path: '^src/demo/' },
    },
    {
      name: 'entities-are-private',
      comment: 'Between modules there are ids, services and foreign keys.',
      severity: 'error',
      from: { path: MODULE },
      to: { path: '^src/modules/[^/]+/.*\\.entity\\.ts$', pathNot: '^src/modules/$1/' },
    },
    {
      name: 'rules-are-pure',
      comment: 'domain/: no Nest, no TypeORM, no clock, no services.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/domain/' },
      to: {
        path: [
          '@nestjs',
          'typeorm',
          '^src/common/(clock|database|events|jobs|wake-ups|config)/',
          '\\.(service|resolver|module|entity)\\.ts$',
        ],
      },
    },
    ...moduleRules,
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
