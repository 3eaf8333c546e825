import { isRecord, listOf, textOf, type JsonRecord } from '../json.js';

/** Handles of uploaded samples: of the header, and of the header of each card; null where there is none. */
export interface SampleHandles {
  header: string | null;
  cards: readonly (string | null)[];
}

/** Links to the samples of a template, as Meta has them: of the header, and of the header of each card. */
export function sampleLinks(components: readonly JsonRecord[]): { header: string | null; cards: (string | null)[] } {
  const carousel = components.find((component) => typeOf(component) === 'CAROUSEL');
  return {
    header: linkIn(components),
    cards: listOf(carousel, 'cards').map((card) => linkIn(listOf(card, 'components'))),
  };
}

/** The carousel with other samples of its cards; whatever else stands in it stays. */
export function withCardSamples(carousel: JsonRecord, handles: SampleHandles['cards']): JsonRecord {
  const cards = listOf(carousel, 'cards').map((card, index) => {
    const handle = handles[index] ?? null;
    if (handle === null || !isRecord(card)) return card;
    const components = listOf(card, 'components').map((component) =>
      isHeader(component) ? { ...component, example: { ...exampleOf(component), header_handle: [handle] } } : component,
    );
    return { ...card, components };
  });
  return { ...carousel, cards };
}

function linkIn(components: readonly unknown[]): string | null {
  const [link] = listOf(exampleOf(components.find(isHeader)), 'header_handle');
  return typeof link === 'string' ? link : null;
}

function exampleOf(component: unknown): JsonRecord {
  return isRecord(component) && isRecord(component.example) ? component.example : {};
}

function isHeader(component: unknown): component is JsonRecord {
  return isRecord(component) && typeOf(component) === 'HEADER';
}

function typeOf(component: JsonRecord): string {
  return (textOf(component, 'type') ?? '').toUpperCase();
}
