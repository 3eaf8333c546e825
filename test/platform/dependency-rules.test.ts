import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { must } from '../support/expectations.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** For each rule a file that breaks it. */
const PLANTED: [rule: string, file: string, imported: string][] = [
  ['common-knows-no-module', 'src/common/planted.ts', '../modules/users/users.service.js'],
  ['common-knows-no-module', 'src/common/planted.ts', '../whatsapp/graph-client.js'],
  ['common-knows-no-migrations', 'src/common/planted.ts', '../../migrations/index.js'],
  ['whatsapp-knows-only-common', 'src/whatsapp/planted.ts', '../modules/users/users.service.js'],
  [
    'nobody-imports-webhooks-endpoints-rest-or-inbox',
    'src/modules/messages/planted.ts',
    '../webhooks/deliveries/delivery-store.js',
  ],
  ['nobody-imports-webhooks-endpoints-rest-or-inbox', 'src/demo/planted.ts', '../modules/inbox/inbox.service.js'],
  [
    'nobody-imports-webhooks-endpoints-rest-or-inbox',
    'src/modules/messages/planted.ts',
    '../endpoints/endpoints.service.js',
  ],
  ['nobody-imports-webhooks-endpoints-rest-or-inbox', 'src/modules/messages/planted.ts', '../rest/schema-calls.js'],
  ['module-rest', 'src/modules/rest/planted.ts', '../templates/templates.service.js'],
  ['module-rules', 'src/modules/rules/planted.ts', '../conversations/contacts/contacts.service.js'],
  ['module-endpoints', 'src/modules/endpoints/planted.ts', '../messages/messages.service.js'],
  ['simulator-is-for-the-demo-and-tests', 'src/modules/messages/planted.ts', '../../simulator/world/world.js'],
  ['simulator-knows-nothing-of-us', 'src/simulator/planted.ts', '../common/ids.js'],
  ['demo-is-for-main', 'src/create-planted.ts', './demo/demo.js'],
  ['entities-are-private', 'src/modules/messages/planted.ts', '../conversations/contacts/contact.entity.js'],
  ['rules-are-pure', 'src/modules/messages/domain/planted.ts', '../../../common/clock/clock.js'],
  ['rules-are-pure', 'src/modules/messages/domain/planted.ts', '@nestjs/common'],
  ['module-users', 'src/modules/users/planted.ts', '../accounts/accounts.service.js'],
  ['module-accounts', 'src/modules/accounts/planted.ts', '../conversations/contacts/contacts.service.js'],
  ['module-privacy', 'src/modules/privacy/planted.ts', '../media/media.service.js'],
  ['module-conversations', 'src/modules/conversations/planted.ts', '../messages/messages.service.js'],
];

describe('The dependency rules', () => {
  let copy: string;

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'parley-rules-'));
    for (const name of ['src', 'migrations', 'tsconfig.json', 'package.json', '.dependency-cruiser.cjs']) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const violations = (): { rule: string; from: string }[] => {
    const command = join(ROOT, 'node_modules', '.bin', 'depcruise');
    const run = spawnSync(command, ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const { summary } = JSON.parse(run.stdout) as {
      summary: { violations: { rule: { name: string }; from: string }[] };
    };
    return summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  };

  const plant = (file: string, text: string): void => {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  };

  it('hold', () => {
    expect(violations()).toEqual([]);
  });

  it('are each noticed when broken', () => {
    const planted = PLANTED.map(([rule, file, imported], index) => {
      const from = file.replace('planted.ts', `planted-${index}.ts`);
      plant(from, `import * as planted from '${imported}';\nexport { planted };\n`);
      return { rule, from };
    });
    plant('src/common/one.ts', `import { two } from './two.js';\nexport const one = () => two;\n`);
    plant('src/common/two.ts', `import { one } from './one.js';\nexport const two = () => one;\n`);
    const expected = [...planted, { rule: 'no-cycles', from: 'src/common/one.ts' }];
    expect(violations()).toEqual(expect.arrayContaining(expected));
    for (const { from } of planted) rmSync(join(copy, from));
  });

  it('and the rules for files are noticed too: length, the environment, any', () => {
    /** One run for all, since each reads all of src first. */
    const lint = (texts: Record<string, string>): Map<string, string[]> => {
      for (const [name, text] of Object.entries(texts)) plant(`src/${name}.ts`, text);
      cpSync(join(ROOT, 'eslint.config.js'), join(copy, 'eslint.config.js'));
      const files = Object.keys(texts).map((name) => `src/${name}.ts`);
      const run = spawnSync(join(ROOT, 'node_modules', '.bin', 'eslint'), [...files, '--format', 'json'], {
        cwd: copy,
        encoding: 'utf8',
      });
      const reports = JSON.parse(run.stdout) as { filePath: string; messages: { ruleId: string }[] }[];
      return new Map(
        reports.map(({ filePath, messages }) => [parse(filePath).name, messages.map(({ ruleId }) => ruleId)]),
      );
    };
    const broken = [
      'export const port = process.env.PORT;',
      'export const loose: any = 1;',
      'export function hurry(): void { Promise.resolve(); }',
      "export const word = (kind: 'A' | 'B'): string => { switch (kind) { case 'A': return 'a'; default: return ''; } };",
      'export const blank = JSON.parse("1").blank;',
    ];
    const lines = 'export const line = 1;\n'.repeat(301);
    const found = lint({
      fine: 'export const fine = 1;\n',
      broken: `${broken.join('\n')}\n${lines}`,
      lone: 'export class Input { @Field() @IsOptional() lone?: string; }\n',
      checked: 'export class Input { @IsOptional() @Text() text?: string; }\n',
    });
    expect(found.get('fine')).toEqual([]);
    expect(found.get('broken')).toEqual(
      expect.arrayContaining([
        'max-lines',
        'no-restricted-syntax',
        '@typescript-eslint/no-explicit-any',
        '@typescript-eslint/no-floating-promises',
        '@typescript-eslint/switch-exhaustiveness-check',
        '@typescript-eslint/no-unsafe-member-access',
      ]),
    );
    expect(found.get('lone')).toContain('no-restricted-syntax');
    expect(must(found.get('checked'), 'a report')).not.toContain('no-restricted-syntax');
  });
});
