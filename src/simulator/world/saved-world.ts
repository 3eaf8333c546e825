import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { SimParts } from '../parts.js';
import type { UndeliveredWebhook } from '../webhooks/webhook-sender.js';
import type { SimMedia } from './files.js';
import { SimWorld } from './world.js';

const FORMAT = 1;
const MAX_MESSAGES = 20_000;
const MAX_MEDIA_BYTES = 100 * 1024 * 1024;
const SAVE_EVERY_MS = 250;
/** A large world is saved less often: saving takes at most a twentieth of the time. */
const PAUSE_FACTOR = 20;

const KEPT = [
  'apps',
  'tokens',
  'wabas',
  'phones',
  'numberLives',
  'presences',
  'templates',
  'uploads',
  'uploadedTypes',
  'typingSince',
  'blocks',
  'settings',
  'counters',
] as const;

type SavedWorld = Pick<SimWorld, (typeof KEPT)[number] | 'customers' | 'messages'> & {
  format: number;
  media: SimMedia[];
  undelivered: UndeliveredWebhook[];
  templateLimits: SimParts['templates']['limits'];
};

/** A saved world: a file that holds what a simulated Meta knows, so that a restart goes on where it was. */
export class WorldFile {
  constructor(private readonly path: string) {}

  /**
   * Puts the saved world into the parts of a simulator that has just started. Nothing is sent yet: see `resume`.
   * @returns how to go on with what was under way; null where nothing was saved, or where it cannot be read: that file is kept beside as `.damaged`
   */
  restore(parts: SimParts): (() => void) | null {
    const saved = this.read();
    if (saved === null) return null;
    const { world } = parts;
    for (const key of KEPT) {
      const target = world[key];
      // What an earlier simulator saved may lack a part.
      const entries = (saved[key] as typeof target | undefined) ?? [];
      if (target instanceof Map) for (const [id, value] of entries as typeof target) target.set(id, value as never);
      else Object.assign(world, { [key]: saved[key] });
    }
    world.customers.push(...saved.customers);
    for (const message of saved.messages) world.addMessage(message);
    for (const media of saved.media) world.media.set(media.id, media);
    return () => {
      parts.templates.resume(saved.templateLimits);
      parts.webhooks.resume(saved.undelivered);
      parts.conversations.resume();
    };
  }

  /** Saves the world soon after each change, and when the process ends. A kill loses a quarter of a second at most while the world is small. */
  keep(parts: SimParts): { stop: () => void } {
    let savedRevision = -1;
    let timer: NodeJS.Timeout;
    const save = (): number => {
      if (parts.world.revision === savedRevision) return 0;
      savedRevision = parts.world.revision;
      const began = performance.now();
      this.write(parts);
      return performance.now() - began;
    };
    const saveAndWait = (): void => {
      timer = setTimeout(saveAndWait, Math.max(SAVE_EVERY_MS, save() * PAUSE_FACTOR)).unref();
    };
    saveAndWait();
    process.once('exit', save);
    return {
      stop: () => {
        clearTimeout(timer);
        process.off('exit', save);
      },
    };
  }

  private read(): SavedWorld | null {
    if (!existsSync(this.path)) return null;
    try {
      const saved = deserialize(readFileSync(this.path)) as SavedWorld;
      if (saved.format === FORMAT) return saved;
    } catch {
      // Kept beside, below.
    }
    renameSync(this.path, `${this.path}.damaged`);
    return null;
  }

  private write({ world, webhooks, templates }: SimParts): void {
    const saved: SavedWorld = {
      format: FORMAT,
      ...(Object.fromEntries(KEPT.map((key) => [key, world[key]])) as Pick<SimWorld, (typeof KEPT)[number]>),
      customers: world.customers,
      messages: world.messages.slice(-MAX_MESSAGES),
      media: newestMedia(world),
      undelivered: webhooks.outstanding(),
      templateLimits: templates.limits,
    };
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeFileSync(`${this.path}.new`, serialize(saved), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}

function newestMedia(world: SimWorld): SimMedia[] {
  let bytes = 0;
  const newestFirst = [...world.media.values()].reverse();
  return newestFirst.filter((media) => (bytes += media.bytes.length) <= MAX_MEDIA_BYTES).reverse();
}
