import { Injectable } from '@nestjs/common';
import type { RenderedEvent } from './rendered-event.js';

/** How old the state may be that an event shows. Whoever is up to date is shown each event at once, and only once. */
const MAX_AGE_MS = 5_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** Of an entry beside its text. */
const ENTRY_BYTES = 200;
const MAX_QUESTIONS = 1_000;

interface Entry {
  event: Promise<RenderedEvent | null>;
  bytes: number;
  madeAt: number;
}

/** By what a rendering is shared: who may see the same and asked the same, and the permissions version of that moment. */
interface RenderedFor {
  key: string;
  version: string;
}

/**
 * Rendered events of this process, for a short while and in bounded memory: subscribers who catch up behind each other
 * share what was rendered for the first. Whether a subscriber may see an event is never remembered, and nothing is that was
 * rendered before the permissions version grew: it grows with every right that ends, and with every person who is erased.
 */
@Injectable()
export class RenderedEvents {
  private readonly entries = new Map<string, Entry>();
  private readonly questions = new Map<string, number>();
  private bytes = 0;
  private questionsMade = 0;
  private version = '';

  /** The event at a position as the rendering key shows it, rendered by `render` where that is not known. */
  get(
    { key, version }: RenderedFor,
    position: bigint,
    render: () => Promise<RenderedEvent | null>,
  ): Promise<RenderedEvent | null> {
    if (version !== this.version) this.clear(version);
    const name = `${this.numberOf(key)} ${position}`;
    const now = performance.now();
    const known = this.entries.get(name);
    if (known !== undefined && now - known.madeAt < MAX_AGE_MS) return known.event;
    if (known !== undefined) this.drop(name, known);
    const entry: Entry = { event: render(), bytes: ENTRY_BYTES, madeAt: now };
    this.entries.set(name, entry);
    this.bytes += entry.bytes;
    this.dropOld(now);
    entry.event.then(
      (event) => this.weigh(name, entry, event),
      () => this.drop(name, entry),
    );
    return entry.event;
  }

  private clear(version: string): void {
    this.version = version;
    this.entries.clear();
    this.bytes = 0;
  }

  private weigh(name: string, entry: Entry, event: RenderedEvent | null): void {
    if (this.entries.get(name) !== entry) return;
    const { bytes } = event ?? { bytes: 0 };
    entry.bytes += bytes;
    this.bytes += bytes;
  }

  private drop(name: string, entry: Entry): void {
    if (this.entries.get(name) !== entry) return;
    this.entries.delete(name);
    this.bytes -= entry.bytes;
  }

  /** A Map is in the order in which entries were made. */
  private dropOld(now: number): void {
    for (const [name, entry] of this.entries) {
      if (this.bytes <= MAX_BYTES && now - entry.madeAt < MAX_AGE_MS) return;
      this.drop(name, entry);
    }
  }

  /** Keys are long: a number stands for each. */
  private numberOf(key: string): number {
    const known = this.questions.get(key);
    if (known !== undefined) return known;
    if (this.questions.size >= MAX_QUESTIONS) this.questions.clear();
    this.questionsMade += 1;
    this.questions.set(key, this.questionsMade);
    return this.questionsMade;
  }
}
