import { afterAll, beforeAll, describe, expect } from 'vitest';
import { meaningOf } from '../../adapters/discord/controls.ts';
import { unescaped } from '../../adapters/discord/markdown.ts';
import { ID, message, press, slash, snowflake } from '../discord/stub/payloads.ts';
import { messageFrom, type Sent } from '../discord/stub/shapes.ts';
import { createWire } from '../discord/wire.ts';
import { createWorld, type World } from '../discord/world.ts';
import { contract, type Shown, type Step } from './contract.ts';

let world: World;
let wire: ReturnType<typeof createWire>;
beforeAll(async () => {
  world = await createWorld();
  world.stub.guild.flags = MESSAGE_CONTENT;
  wire = createWire(world);
  await world.run();
});
afterAll(async () => {
  expect(world.stub.problems).toEqual([]);
  await world.end();
});

const MESSAGE_CONTENT = 1 << 18;
/** People take their time; more than six replies a minute nobody asked for by name would be too many. */
const PAUSE = 30_000;

/** A thread: it begins with a mention and goes on without one. */
async function talkInThread(steps: readonly Step[]): Promise<Shown[]> {
  const first = message(`<@${ID.self}> ${steps[0]}`, { mentions: [ID.self] });
  const place = { channel: first.id, channelType: 11 };
  const shown: Shown[] = [];
  let last: Sent | undefined;
  for (const [index, step] of steps.entries()) {
    const id = snowflake(index * PAUSE);
    if (last && typeof step !== 'string') {
      last = messageFrom(first.id, (await wire.answered(press(last, idFor(last, step.press), { ...place, id }))).data);
    } else {
      wire.say(index === 0 ? first : message(String(step), { id, channel: first.id }));
      last = messageFrom(first.id, (await wire.posted(first.id)).body as object);
    }
    shown.push(shownIn(last));
  }
  return shown;
}

/** The command, and buttons on what it said: for one person alone, in a channel of its own. */
async function talkByCommand(steps: readonly Step[]): Promise<Shown[]> {
  const channel = snowflake();
  const shown: Shown[] = [];
  let last: Sent | undefined;
  for (const step of steps) {
    const did =
      last && typeof step !== 'string'
        ? press(last, idFor(last, step.press), { channel })
        : slash('ask', { question: String(step) }, { channel });
    const { data } = await wire.answered(did);
    last = { ...messageFrom(channel, data), flags: data.flags ?? 0 };
    shown.push(shownIn(last));
  }
  return shown;
}

interface Component {
  type: number;
  id?: number;
  content?: string;
  label?: string;
  custom_id?: string;
  accessory?: Component;
  components?: Component[];
}

/** What readers see as size, weight and dots. */
const MARKS = /^(### |-# |- )|(?<!\\)\*\*/gm;
/** What a private answer repeats of the question stands above the card; readers know it, it is no statement. */
const ASKED = 901;

const within = (component: Component): Component[] => [
  component,
  ...(component.components ?? []).flatMap(within),
  ...(component.accessory ? [component.accessory] : []),
];

/** What can be pressed to say something. */
function buttonsIn({ components }: Sent) {
  return (components as Component[]).flatMap(within).flatMap(({ label, custom_id }) => {
    const meaning = custom_id === undefined ? undefined : meaningOf(custom_id);
    return meaning && 'says' in meaning && label !== undefined ? [{ label, says: meaning.says, id: custom_id }] : [];
  });
}

const idFor = (sent: Sent, label: string): string => buttonsIn(sent).find((one) => one.label === label)?.id ?? '';

function shownIn(sent: Sent): Shown {
  const components = (sent.components as Component[]).flatMap(within).filter(({ id }) => id !== ASKED);
  const words = components.flatMap(({ content }) => content ?? []).join('\n');
  return {
    words: unescaped(words.replace(MARKS, '')),
    buttons: buttonsIn(sent).map(({ label, says }) => ({ label, says })),
  };
}

describe('in a Discord thread', () => contract(talkInThread, true));
describe('by the Discord command', () => contract(talkByCommand, true));
