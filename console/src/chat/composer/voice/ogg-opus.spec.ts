import { oggOf, secondsOf } from './ogg-opus';
import { packetsOfWebm } from './webm-packets';

const HEAD = [...'OpusHead'].map((character) => character.charCodeAt(0)).concat(1, 1, 56, 1, 128, 187, 0, 0, 0, 0, 0);
/** 20 ms of CELT in one frame, and so many bytes in all. */
const packet = (length: number, fill: number): number[] => [31 << 3, ...Array<number>(length - 1).fill(fill)];
const size = (length: number): number[] => [0x40 | (length >> 8), length & 0xff];
const element = (id: number[], content: number[]): number[] => [...id, ...size(content.length), ...content];
const UNKNOWN_SIZE = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const block = (content: number[]): number[] => element([0xa3], [0x81, 0, 0, 0x80, ...content]);

/** As MediaRecorder writes it: segment and clusters of unknown size. */
const webm = (...packets: number[][]): Uint8Array =>
  Uint8Array.from([
    ...element([0x1a, 0x45, 0xdf, 0xa3], [0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d]),
    ...[0x18, 0x53, 0x80, 0x67, ...UNKNOWN_SIZE],
    ...element([0x15, 0x49, 0xa9, 0x66], [0x4d, 0x80, 0x81, 0x78]),
    ...element([0x16, 0x54, 0xae, 0x6b], element([0xae], [0xd7, 0x81, 1, ...element([0x63, 0xa2], HEAD)])),
    ...[0x1f, 0x43, 0xb6, 0x75, ...UNKNOWN_SIZE],
    ...element([0xe7], [0]),
    ...packets.flatMap(block),
  ]);

interface Page {
  flags: number;
  samples: bigint;
  sequence: number;
  packets: number[][];
}

/** Read by another hand than the one that wrote them; fails at a wrong checksum. */
function pagesOf(bytes: Uint8Array): Page[] {
  const pages: Page[] = [];
  for (let at = 0; at < bytes.length;) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at);
    expect(String.fromCharCode(...bytes.subarray(at, at + 4))).toBe('OggS');
    const segments = [...bytes.subarray(at + 27, at + 27 + view.getUint8(26))];
    const length = 27 + segments.length + segments.reduce((sum, each) => sum + each, 0);
    const page = bytes.slice(at, at + length);
    page.fill(0, 22, 26);
    expect(crcByTable(page)).toBe(view.getUint32(22, true));
    const packets: number[][] = [];
    let position = at + 27 + segments.length;
    let current: number[] = [];
    for (const segment of segments) {
      current.push(...bytes.subarray(position, position + segment));
      position += segment;
      if (segment === 255) continue;
      packets.push(current);
      current = [];
    }
    pages.push({
      flags: view.getUint8(5),
      samples: view.getBigUint64(6, true),
      sequence: view.getUint32(18, true),
      packets,
    });
    at += length;
  }
  return pages;
}

function crcByTable(bytes: Uint8Array): number {
  const table = Array.from({ length: 256 }, (_, index) => {
    let value = index * 2 ** 24;
    for (let bit = 0; bit < 8; bit++)
      value = value >= 2 ** 31 ? (((value * 2) % 2 ** 32) ^ 0x04c11db7) >>> 0 : value * 2;
    return value;
  });
  return bytes.reduce((sum, byte) => (((sum << 8) >>> 0) ^ (table[(sum >>> 24) ^ byte] ?? 0)) >>> 0, 0);
}

describe('A voice recording', () => {
  it('has the same packets in Ogg as it had in WebM', () => {
    const packets = [packet(100, 1), packet(255, 2), packet(600, 3)];
    const recorded = packetsOfWebm(webm(...packets));
    expect(secondsOf(recorded)).toBeCloseTo(0.06);
    const [head, tags, sound, ...rest] = pagesOf(oggOf(recorded));
    expect(rest).toEqual([]);
    expect(head).toMatchObject({ flags: 2, sequence: 0, packets: [HEAD] });
    expect(String.fromCharCode(...(tags?.packets[0]?.slice(0, 8) ?? []))).toBe('OpusTags');
    expect(sound).toEqual({ flags: 4, samples: 2_880n, sequence: 2, packets });
  });

  it('of a minute stands on pages of a second', () => {
    const recorded = packetsOfWebm(webm(...Array.from({ length: 3_000 }, (_, index) => packet(120, index & 0xff))));
    const pages = pagesOf(oggOf(recorded));
    expect(secondsOf(recorded)).toBe(60);
    expect(pages.slice(2).flatMap((page) => page.packets)).toHaveLength(3_000);
    expect(pages.at(-1)).toMatchObject({ flags: 4, samples: 2_880_000n });
    expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, index) => index));
  });

  it('that was cut off keeps what is whole, and what is no WebM is refused', () => {
    const whole = webm(packet(100, 1), packet(100, 2));
    expect(packetsOfWebm(whole.slice(0, -10)).packets).toHaveLength(1);
    expect(() => packetsOfWebm(Uint8Array.from([0x52, 0x49, 0x46, 0x46]))).toThrow('no WebM');
  });
});
