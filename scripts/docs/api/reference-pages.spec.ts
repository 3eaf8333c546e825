import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { DOMAINS, domainOf } from './domains.js';
import { referencePages, referenceTypes } from './reference-pages.js';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', '..', 'schema.gql'), 'utf8'));
const pages = referencePages(schema);
const placesOf = (page: string): Set<string> =>
  new Set([...(pages.get(page) ?? '').matchAll(/ id="(?<id>[^"]+)"/g)].map(({ groups }) => groups?.id ?? ''));

describe('The reference of the API', () => {
  it('shows every type once, and every operation', () => {
    const all = [...pages.keys()].flatMap((page) => [...placesOf(page)]);
    const operations = ['Query', 'Mutation', 'Subscription'].flatMap((root) => {
      const type = schema.getType(root);
      return type !== undefined && 'getFields' in type
        ? Object.keys(type.getFields()).map((name) => `${root}.${name}`)
        : [];
    });
    for (const name of [...referenceTypes(schema).map((type) => type.name), ...operations]) {
      expect([name, all.filter((place) => place === name).length]).toEqual([name, 1]);
    }
  });

  it('links only to what it has', () => {
    const broken: string[] = [];
    for (const [page, html] of pages) {
      for (const { groups } of html.matchAll(/href="(?<target>[a-z]+)#(?<place>[^"]+)"/g)) {
        const { target = '', place = '' } = groups ?? {};
        if (!placesOf(target).has(place)) broken.push(`${page}: ${target}#${place}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('runs nothing and styles nothing in place, so that its policy lets all of it through', () => {
    for (const html of pages.values()) expect(html).not.toMatch(/<script|<style| style=| on[a-z]+=/);
  });

  it('has a page of its own for what belongs together', () => {
    expect(
      ['Message', 'MessageStatus', 'TemplateContent', 'TemplateEdge', 'ContactCard', 'PhoneNumber'].map(domainOf),
    ).toEqual(['messages', 'messages', 'messages', 'templates', 'messages', 'common']);
    // A type that no page names would stand on the last one, unseen.
    const named = new RegExp(`^(${DOMAINS.flatMap(({ beginnings }) => beginnings).join('|')})([A-Z]|$)`);
    expect(referenceTypes(schema).flatMap(({ name }) => (named.test(name) ? [] : [name]))).toEqual([]);
  });
});
