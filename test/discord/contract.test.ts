import { afterAll, beforeAll, describe, expect } from 'vitest';
import { meaningOf } from '../../adapters/discord/controls.ts';
import { unescaped } from '../../adapters/discord/markdown.ts';
import { type Door, keepsTheContract, type Seen } from '../contract/contract.ts';
import type { Call } from './stub/judge.ts';
import { ID, message, slash, snowflake } from './stub/payloads.ts';
import { createWire } from './wire.ts';
import { createWorld, idsIn, textIn, type World } from './world.ts';

let world: World;
let wire: ReturnType<typeof createWire>;
beforeAll(async () => {
  world = await createWorld();
  wire = createWire(world);
  await world.run();
});
afterAll(async () => {
  expect(world.stub.problems).toEqual([]);
  await world.end();
});

function seenIn(payload: unknown): Seen {
  const meanings = idsIn(payload).map(meaningOf);
  const says = meanings.flatMap((meaning) => (meaning && 'says' in meaning ? [meaning.says] : []));
  return { text: unescaped(textIn(payload)), says };
}

/** A thread that a mention opens; people who are in a hurry call us by name, or we would think it is noise. */
async function openThread(): Promise<Door> {
  let thread: string | undefined;
  return {
    async say(text) {
      const said = message(`<@${ID.self}> ${text}`, { mentions: [ID.self], ...(thread && { channel: thread }) });
      thread ??= said.id;
      wire.say(said);
      const { body }: Call = await wire.posted(thread);
      return seenIn(body);
    },
    close: async () => {},
  };
}

/** The command, answered privately, in a channel of its own. */
async function openCommand(): Promise<Door> {
  const channel = snowflake();
  return {
    say: async (question) => seenIn((await wire.answered(slash('ask', { question }, { channel }))).data),
    close: async () => {},
  };
}

describe('in a thread', () => keepsTheContract(openThread));
describe('by command', () => keepsTheContract(openCommand));
