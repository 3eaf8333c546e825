/** Sound as a browser has recorded it: the packets of Opus, and what a decoder has to know of them. */
export interface RecordedOpus {
  /** OpusHead; null where the recording has none. */
  head: Uint8Array | null;
  packets: Uint8Array[];
}

const EBML = 0x1a45dfa3;
const CODEC_PRIVATE = 0x63a2;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;
/** Segment, Tracks, TrackEntry, Cluster, BlockGroup: what is in them is looked at. */
const CONTAINERS = new Set([0x18538067, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0]);
/** Track number (of the only track, one byte), time (two), flags (one). */
const BLOCK_HEADER_BYTES = 4;
const LACING = 0x06;

/**
 * Takes the packets out of WebM with one track of Opus, as MediaRecorder makes it.
 * @throws Error when it is something else
 */
export function packetsOfWebm(bytes: Uint8Array): RecordedOpus {
  const found: RecordedOpus = { head: null, packets: [] };
  let position = 0;
  while (position < bytes.length) {
    const id = readNumber(bytes, position, true);
    const size = readNumber(bytes, position + id.length, false);
    const begin = position + id.length + size.length;
    if (position === 0 && id.value !== EBML) throw new Error('This is no WebM.');
    if (CONTAINERS.has(id.value)) {
      position = begin;
      continue;
    }
    const end = begin + size.value;
    if (end > bytes.length) break; // cut off while it was written
    if (id.value === CODEC_PRIVATE) found.head = bytes.slice(begin, end);
    if (id.value === SIMPLE_BLOCK || id.value === BLOCK) found.packets.push(packetIn(bytes.subarray(begin, end)));
    position = end;
  }
  return found;
}

function packetIn(block: Uint8Array): Uint8Array {
  if (((block[3] ?? 0) & LACING) !== 0) throw new Error('Several packets in one block are not read.');
  return block.slice(BLOCK_HEADER_BYTES);
}

/** A number of EBML: its first byte says how many bytes it has; ids keep that mark, sizes do not. */
function readNumber(bytes: Uint8Array, at: number, isId: boolean): { value: number; length: number } {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || length > 8) throw new Error('This is no WebM.');
  let value = isId ? first : first & (0xff >> length);
  for (let index = 1; index < length; index++) value = value * 256 + (bytes[at + index] ?? 0);
  return { value, length };
}
