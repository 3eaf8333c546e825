import { BodiesUnderWay, type BodyLimits } from './bodies-under-way.js';

const LIMITS: BodyLimits = { maxBytes: 1_000, maxBodies: 3, timeoutMs: 30_000 };

describe('Bodies under way', () => {
  let now = 0;
  const bodiesWithin = (limits: BodyLimits) => new BodiesUnderWay(limits, () => now);

  /** A body by its name, and what became of those that were given up. */
  const begin = (bodies: BodiesUnderWay, refused: string[], name: string, size = 0) => {
    const body = bodies.begin((reason) => refused.push(`${name} ${reason}`));
    body.received(size);
    return body;
  };

  it('are taken up to the limits, and again when others have ended', () => {
    const bodies = bodiesWithin(LIMITS);
    const refused: string[] = [];
    const first = begin(bodies, refused, 'first', 600);
    begin(bodies, refused, 'second', 400);
    begin(bodies, refused, 'third', 1);
    expect(refused).toEqual(['third NO_ROOM']);
    first.end();
    first.end();
    begin(bodies, refused, 'fourth', 600);
    begin(bodies, refused, 'fifth');
    begin(bodies, refused, 'sixth');
    expect(refused).toEqual(['third NO_ROOM', 'sixth NO_ROOM']);
  });

  it('make room for others when they have been coming for long', () => {
    const bodies = bodiesWithin(LIMITS);
    const refused: string[] = [];
    begin(bodies, refused, 'slow', 900);
    now += 2_001;
    const quick = begin(bodies, refused, 'quick', 200);
    expect(refused).toEqual(['slow NO_ROOM']);
    quick.received(801);
    expect(refused).toEqual(['slow NO_ROOM', 'quick NO_ROOM']);
    begin(bodies, refused, 'next', 1_000);
    expect(refused).toHaveLength(2);
  });

  it('end when they drip, and when they take too long', () => {
    const bodies = bodiesWithin({ ...LIMITS, maxBytes: Number.POSITIVE_INFINITY });
    const refused: string[] = [];
    begin(bodies, refused, 'dripping', 100);
    const steady = begin(bodies, refused, 'steady');
    let measured = 0;
    bodies.begin(
      (reason) => refused.push(`measured ${reason}`),
      () => measured,
    );
    for (let second = 0; second < 29; second += 1) {
      steady.received(5_000);
      measured += 5_000;
      now += 1_000;
      bodies.sweep();
    }
    expect(refused).toEqual(['dripping TOO_SLOW']);
    now += 2_000;
    bodies.sweep();
    expect(refused).toEqual(['dripping TOO_SLOW', 'steady TOO_SLOW', 'measured TOO_SLOW']);
  });
});
