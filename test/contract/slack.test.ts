import { describe } from 'vitest';
import { ANA, CHANNEL, command, envelope, mention, message, onMessage, press } from '../slack/payloads.ts';
import { answerAt, type Site, startSite } from '../slack/site.ts';
import { contract, type Shown, type Step } from './contract.ts';

const ROOT = '1700000000.000100';
/** People take their time; more than six replies a minute nobody asked for by name would be too many. */
const time = (index: number): string => `${1_700_000_000 + 30 * index}.000200`;

/** A thread: it begins with a mention and goes on without one. */
async function talkInThread(steps: readonly Step[]): Promise<Shown[]> {
  const site = await startSite({}, { pace: 0 });
  const shown: Shown[] = [];
  let last: unknown;
  for (const [index, step] of steps.entries()) {
    await site.send(payload(step, index, last));
    const posts = await site.stub.called('chat.postMessage', index + 1);
    last = posts.at(-1)?.args;
    shown.push(shownIn(last));
  }
  return shown;
}

function payload(step: Step, index: number, last: unknown) {
  const said = (text: string) =>
    envelope(index === 0 ? mention(text, ROOT) : message(text, time(index), { thread_ts: ROOT }));
  if (typeof step === 'string') return said(step);
  return press({ ...controlFor(last, step.press), action_ts: time(index), block_id: `talk|${ANA}` }, onMessage(ROOT));
}

/** The command, and buttons on what it said: for one person alone. */
async function talkInPrivate(steps: readonly Step[]): Promise<Shown[]> {
  const site = await startSite();
  const shown: Shown[] = [];
  let last: unknown;
  for (const [index, step] of steps.entries()) {
    last = typeof step === 'string' ? await commanded(site, step, index) : await pressed(site, step.press, index, last);
    shown.push(shownIn(last));
  }
  return shown;
}

const commanded = async ({ send }: Site, text: string, index: number): Promise<unknown> =>
  (await send(command(`ask ${text}`, { trigger_id: `${index}.1` }))).json;

async function pressed(site: Site, label: string, index: number, last: unknown): Promise<unknown> {
  const before = site.stub.calls.length;
  const there = { response_url: answerAt(site, `answer-${index}`), channel: { id: CHANNEL, name: 'general' } };
  await site.send(press({ ...controlFor(last, label), action_ts: time(index) }, there));
  const [answer] = await site.stub.called(`answer-${index}`, 1);
  if (site.stub.calls.length === before) throw new Error('nothing was answered');
  return answer?.args;
}

interface Drawn {
  blocks: { type: string; elements?: { action_id: string; text: { text: string } }[] }[];
}

const saying = (shown: unknown) =>
  (shown as Drawn).blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements = [] }) => elements)
    .filter(({ action_id }) => action_id.startsWith('v1|'));

const controlFor = (shown: unknown, label: string) => saying(shown).find(({ text }) => text.text === label);

function shownIn(shown: unknown): Shown {
  return {
    words: textsIn((shown as Drawn).blocks).join('\n'),
    buttons: saying(shown).map(({ text, action_id }) => ({ label: text.text, says: saidBy(action_id) })),
  };
}

const saidBy = (id: string): string => id.slice(id.indexOf('|') + 1);

/** All that can be read in blocks, escapes undone. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string'
      ? [inner.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')]
      : textsIn(inner),
  );
}

describe('in a Slack thread', () => contract(talkInThread));
describe('by the Slack command', () => contract(talkInPrivate));
