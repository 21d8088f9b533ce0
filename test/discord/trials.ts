import fc from 'fast-check';
import { renderCard } from '../../adapters/discord/render.ts';
import type { Card } from '../../src/cards/card.ts';
import { type Trial, timed } from '../accept/trial.ts';
import { hostileCard } from '../cards/hostile-card.ts';
import { hostile } from './cards.ts';
import { problemsByRule } from './oracle.ts';
import { ID, press, slash } from './stub/payloads.ts';
import { type Callback, createWire, mention, shown } from './wire.ts';
import { createWorld, idsIn, textIn, type World } from './world.ts';

const worst = (values: readonly number[]): number => Math.round(Math.max(...values));

async function inWorld<Result>(run: (world: World) => Promise<Result>): Promise<Result> {
  const world = await createWorld();
  try {
    await world.run();
    return await run(world);
  } finally {
    await world.end();
  }
}

const DROPS = 20;

/** The gateway drops, and sends once more what came before and what came meanwhile: how long until that is answered, and how often twice. */
export const resume: Trial = () =>
  inWorld(async (world) => {
    const { stub } = world;
    const wire = createWire(world);
    const times: number[] = [];
    stub.gateway.overlap = 3;
    for (let drop = 0; drop < DROPS; drop += 1) {
      const before = mention('networking?');
      wire.say(before);
      await wire.posted(before.id);
      const missed = mention('isolation?');
      times.push(
        await timed(async () => {
          stub.gateway.drop(4_000);
          wire.say(missed);
          await wire.posted(missed.id);
        }),
      );
    }
    const twice = [...stub.guild.messages.values()].filter((sent) => sent.length > 1).length;
    const value = worst(times);
    const problems = stub.problems.length;
    const pass = value <= 1_000 && twice + problems === 0 && stub.gateway.resumed.length === DROPS;
    return { value, goal: '≤ 1000 ms, 0 answered twice', pass, detail: { drops: DROPS, twice, problems } };
  });

const STRINGS = 50_000;
const PER_CARD = 10;

/** What still acts once everything that is escaped is taken out: a mention, a link, mark-up at the start of a line, a control sign. */
const ACTIVE =
  /<[@#:/a]|@(everyone|here)|\]\(|\*\*|__|~~|\|\||`|^(#{1,3} |> |- - )|[\p{Cc}\u202A-\u202E\u2066-\u2069]/mu;

/** Hostile words in every place of a card: how many texts of ours let them act. */
export const injectDiscord: Trial = async () => {
  const words = fc.sample(hostile, { numRuns: STRINGS, seed: 5 });
  let value = 0;
  for (let at = 0; at < words.length; at += PER_CARD) value += activeIn(hostileCard(words.slice(at, at + PER_CARD)));
  return { value, goal: '0 that act', pass: value === 0, detail: { strings: STRINGS } };
};

function activeIn(card: Card): number {
  const message = {
    flags: 1 << 15,
    components: renderCard(card, { asked: card.lead }),
    allowed_mentions: { parse: [] },
  };
  const ours = /^(### |-# |- (<@\d+>(?= says: ))?)|^\*\*|\*\*$/gm;
  const texts = textIn(message)
    .split('\n')
    .map((line) => line.replace(/\\./gsu, '.').replace(ours, ''));
  return texts.filter((text) => ACTIVE.test(text)).length + problemsByRule(message as never).length;
}

/** Every id under a card, with each of its characters changed: what a press does beyond saying words or telling that the card is old. */
export const pressDiscord: Trial = () =>
  inWorld(async (world) => {
    const { stub } = world;
    const wire = createWire(world);
    const card = shown(await wire.answered(slash('recommend', { workload: '8 linux services, two engineers' })));
    const forged = idsIn(card).flatMap(changed);
    const before = stub.calls.length;
    let value = 0;
    for (const id of forged) if (!isHarmless(id, await wire.answered(press(card, id, { by: ID.ben })))) value += 1;
    const beyond = stub.calls.slice(before).filter(({ path }) => !path.endsWith('/callback')).length;
    const noted = (await world.store.noted(`discord:${ID.guild}` as never, 'feedback', 0)).length;
    value += beyond + noted + stub.problems.length;
    return { value, goal: '0 effects', pass: value === 0, detail: { presses: forged.length } };
  });

const changed = (id: string): string[] =>
  [...id].map((sign, at) => `${id.slice(0, at)}${sign === 'z' ? 'y' : 'z'}${id.slice(at + 1)}`);

/** Words are said, a form is only opened, and anything else is old. */
function isHarmless(id: string, { type, data }: Callback): boolean {
  if (id.startsWith('v1|')) return type === 4;
  return type === 9 ? id.startsWith('do|form|') : textIn(data).includes('older version');
}
