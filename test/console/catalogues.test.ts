import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isEnumType } from 'graphql';
import { FAULTS } from '../../src/simulator/control-api.js';
import { must } from '../support/expectations.js';

const CONSOLE = join(import.meta.dirname, '..', '..', 'console', 'src');
const SIMULATOR = join(CONSOLE, '..', 'simulator', 'src');
const LANGUAGES = ['en', 'de', 'es', 'pt-BR', 'ar'];

type Catalogue = Record<string, string>;

const catalogueOf = (folder: string, language: string): Catalogue =>
  JSON.parse(readFileSync(join(folder, 'language', 'catalogues', `${language}.json`), 'utf8')) as Catalogue;

const sourceOf = (folder: string): string =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('generated'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

/** Whether a text stands in the source: by its id, or as one of a family such as `nav.${name}`. */
const isSaid = (id: string, source: string): boolean => {
  if (new RegExp(`['"\`]${id.replaceAll('.', '\\.')}['"\`]`).test(source)) return true;
  return source.includes(`\`${id.slice(0, id.lastIndexOf('.') + 1)}\${`);
};

/** The names in braces of a text, also those within plurals. */
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\s*(?=[,}])/g)].map(([, name]) => must(name)))].sort();

describe.each([
  ['console', CONSOLE],
  ['simulator', SIMULATOR],
])('The texts of the %s', (_name, folder) => {
  const catalogue = (language: string): Catalogue => catalogueOf(folder, language);
  const english = catalogue('en');
  const source = sourceOf(folder);

  it.each(LANGUAGES)('are complete in %s, and nothing is left over', (language) => {
    expect(Object.keys(catalogue(language)).sort()).toEqual(Object.keys(english).sort());
    expect(Object.entries(catalogue(language)).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it.each(LANGUAGES)('ask for the same values in %s', (language) => {
    const texts = catalogue(language);
    // A plural may write a number out, so that not every language has every name twice.
    for (const [id, text] of Object.entries(english)) {
      const isPlural = text.includes(', plural,');
      const found = placeholders(texts[id] ?? '');
      if (isPlural) expect([id, found.some((name) => placeholders(text).includes(name))]).toEqual([id, true]);
      else expect([id, found]).toEqual([id, placeholders(text)]);
    }
  });

  it('are all used', () => {
    expect(Object.keys(english).filter((id) => !isSaid(id, source))).toEqual([]);
  });
});

describe('The texts of the console', () => {
  const english = catalogueOf(CONSOLE, 'en');

  it('name every value of the API that people read', () => {
    const schema = buildSchema(readFileSync(join(CONSOLE, '..', '..', 'schema.gql'), 'utf8'));
    const families: Record<string, string> = {
      UserErrorCode: 'error',
      MessageStatus: 'status',
      MediaKind: 'media',
      ReplyKind: 'reply',
      ErrorHandling: 'refusal',
      Role: 'role',
      ConversationStatus: 'conversation',
      TemplateCategory: 'category',
      TemplateStatus: 'templateStatus',
      TemplateButtonType: 'button',
      HeaderType: 'header',
      VariableSource: 'source',
      DataFieldType: 'fieldType',
      AccountStatus: 'accountStatus',
      QualityRating: 'quality',
      CheckOutcome: 'outcome',
      ConnectionCheckName: 'check',
      ChangeKind: 'history',
      ChangeSource: 'historySource',
      BroadcastStatus: 'broadcastStatus',
      PauseKind: 'pause',
      PhoneNumberProblemCode: 'phoneProblem',
      ApiKeyScope: 'scope',
      WebhookDeliveryState: 'delivery',
      LabelColor: 'labelColor',
      TimelineKind: 'timeline',
      NotificationReason: 'alertReason',
      AlertProblemCode: 'alertProblem',
      AlertChannel: 'alerts.try',
      AuditAction: 'auditAction',
      AuditActorKind: 'auditActor',
      AuditSubjectType: 'auditSubject',
      BusinessVertical: 'vertical',
      EndpointStatus: 'endpointStatus',
      EndpointDeliveryState: 'sentWebhook',
      DeliveredEventType: 'eventType',
    };
    for (const [name, family] of Object.entries(families)) {
      const type = schema.getType(name);
      const values = isEnumType(type) ? type.getValues().map((value) => `${family}.${value.name}`) : [];
      expect(values.length).toBeGreaterThan(0);
      expect(values.filter((id) => !(id in english))).toEqual([]);
    }
  });
});

describe('The texts of the simulator', () => {
  it('name every fault, with a sentence, and none that the console has too', () => {
    const english = catalogueOf(SIMULATOR, 'en');
    const missing = FAULTS.flatMap((fault) => [`fault.${fault}`, `faultHint.${fault}`]).filter(
      (id) => !(id in english),
    );
    expect(missing).toEqual([]);
    expect(Object.keys(english).filter((id) => id in catalogueOf(CONSOLE, 'en'))).toEqual([]);
  });
});

describe('The texts of pages', () => {
  const PAGES = JSON.parse(readFileSync(join(CONSOLE, 'language', 'page-texts.json'), 'utf8')) as string[];
  /** Files that the first view may load: what is loaded by `page()` waits for the texts of pages. */
  const firstFiles = (): string[] => {
    const found = new Set<string>();
    const waiting = [join(CONSOLE, 'main.tsx'), join(CONSOLE, 'inbox', 'InboxPage.tsx')];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (found.has(file)) continue;
      found.add(file);
      const imports = /(\bpage\(\(\) => )?(?:from|import)\s*\(?'(\.[^']+)'/g;
      for (const [, waitsForTexts, name = ''] of readFileSync(file, 'utf8').matchAll(imports)) {
        const path = join(file, '..', name);
        const source = [`${path}.ts`, `${path}.tsx`].find((each) => existsSync(each));
        if (source !== undefined && waitsForTexts === undefined) waiting.push(source);
      }
    }
    return [...found];
  };

  it('begin as texts do', () => {
    const beginnings = new Set(Object.keys(catalogueOf(CONSOLE, 'en')).map((id) => id.split('.', 1)[0]));
    expect(PAGES.filter((beginning) => !beginnings.has(beginning))).toEqual([]);
  });

  it('are said by nothing that the first view loads', () => {
    const files = firstFiles();
    expect(files.length).toBeGreaterThan(100);
    const ofPages = Object.keys(catalogueOf(CONSOLE, 'en')).filter((id) => PAGES.includes(must(id.split('.', 1)[0])));
    expect(ofPages.length).toBeGreaterThan(300);
    const wrong = files.flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      return ofPages.filter((id) => isSaid(id, source)).map((id) => `${file.slice(CONSOLE.length + 1)}: ${id}`);
    });
    expect(wrong).toEqual([]);
  });
});
