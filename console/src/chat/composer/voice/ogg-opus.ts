import type { RecordedOpus } from './webm-packets';

const SAMPLES_PER_SECOND = 48_000;
const MAX_SEGMENTS = 255;
const FIRST_PAGE = 0x02;
const LAST_PAGE = 0x04;
const SERIAL = 1;
/** Samples of a frame by the configuration of its packet: of SILK, of both, of CELT (RFC 6716, 3.1). */
const SILK = [480, 960, 1_920, 2_880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];

/** Ogg with Opus, which WhatsApp plays as a voice message: the same packets in another container (RFC 3533, RFC 7845). */
export function oggOf({ head, packets }: RecordedOpus): Uint8Array<ArrayBuffer> {
  const pages = [page([head ?? defaultHead()], 0, 0, FIRST_PAGE), page([tags()], 0, 1, 0)];
  let samples = 0;
  let waiting: Uint8Array[] = [];
  packets.forEach((packet, index) => {
    const isLast = index === packets.length - 1;
    waiting.push(packet);
    samples += samplesOf(packet);
    const next = packets[index + 1];
    const isFull = next !== undefined && segmentsOf([...waiting, next]).length > MAX_SEGMENTS;
    const isSecond = waiting.length >= 50; // of 20 ms, as browsers make them
    if (!isLast && !isFull && !isSecond) return;
    pages.push(page(waiting, samples, pages.length, isLast ? LAST_PAGE : 0));
    waiting = [];
  });
  return joined(pages);
}

/** Seconds that the packets last. */
export function secondsOf({ packets }: RecordedOpus): number {
  return packets.reduce((sum, packet) => sum + samplesOf(packet), 0) / SAMPLES_PER_SECOND;
}

function samplesOf(packet: Uint8Array): number {
  const first = packet[0] ?? 0;
  const configuration = first >> 3;
  const frame =
    configuration < 12
      ? SILK[configuration % 4]
      : configuration < 16
        ? HYBRID[configuration % 2]
        : CELT[configuration % 4];
  const count = [1, 2, 2, (packet[1] ?? 0) & 0x3f][first & 3] ?? 0;
  return (frame ?? 0) * count;
}

/** Lengths in steps of 255, the last of each packet less. */
function segmentsOf(packets: readonly Uint8Array[]): number[] {
  return packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
}

function page(packets: readonly Uint8Array[], samples: number, sequence: number, flags: number): Uint8Array {
  const segments = segmentsOf(packets);
  const body = joined([Uint8Array.from(segments), ...packets]);
  const bytes = new Uint8Array(27 + body.length);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('OggS'));
  view.setUint8(5, flags);
  view.setBigUint64(6, BigInt(samples), true);
  view.setUint32(14, SERIAL, true);
  view.setUint32(18, sequence, true);
  view.setUint8(26, segments.length);
  bytes.set(body, 27);
  view.setUint32(22, checksum(bytes), true);
  return bytes;
}

/** One channel, as browsers record a microphone. */
function defaultHead(): Uint8Array {
  const bytes = new Uint8Array(19);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('OpusHead'));
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, 312, true);
  view.setUint32(12, SAMPLES_PER_SECOND, true);
  return bytes;
}

function tags(): Uint8Array {
  const vendor = ascii('Parley');
  const bytes = new Uint8Array(16 + vendor.length);
  bytes.set(ascii('OpusTags'));
  new DataView(bytes.buffer).setUint32(8, vendor.length, true);
  bytes.set(vendor, 12);
  return bytes;
}

/** CRC-32 with the polynomial 04c11db7, from the highest bit down. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    all.set(part, position);
    position += part.length;
  }
  return all;
}
