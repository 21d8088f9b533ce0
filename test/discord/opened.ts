import { afterAll, afterEach, expect } from 'vitest';
import { createWire } from './wire.ts';
import { createWorld } from './world.ts';

/** One running world for all tests of a file: after each, nothing is broken any more and nothing was said that Discord would refuse. */
export async function openedWorld() {
  const world = await createWorld();
  afterAll(() => world.end());
  afterEach(() => {
    world.stub.mend();
    expect(world.stub.problems).toEqual([]);
  });
  await world.run();
  return { world, wire: createWire(world) };
}
