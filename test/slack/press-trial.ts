import type { Trial } from '../accept/trial.ts';
import { chosen } from './look.ts';
import { ANA, BEN, CHANNEL, command, envelope, mention, onMessage, press, submission } from './payloads.ts';
import { settled } from './settled.ts';
import { answerAt, openSite, type Site } from './site.ts';
import { type Call, TEAM } from './stub.ts';

const [T, T2] = ['1700000000.000100', '1700000001.000200'] as const;
/** Under which the stub takes the first posts: the answer to Ana, and the one to Ben. */
const ANSWERS = ['1700000001.000100', '1700000002.000100'];
/** A thread that neither of them is in. */
const ELSEWHERE = { channel: 'C0SECRET', thread: '1600000000.000100' };
const AT_ONCE = 20;

type Fields = Record<string, unknown>;
type Control = { action_id: string; block_id: string; value?: string };

/** Every id, value and metadata of ours with each of its characters changed, swapped, made up, and pressed by somebody else. */
export const pressSlack: Trial = async () => {
  const site = await openSite({}, { pace: 0 });
  try {
    const shown = await shownTo(site);
    const effects: string[] = [];
    let attempts = 0;
    for (const by of [BEN, ANA]) {
      const watch = watchEffects(site, by, shown.told);
      const payloads = payloadsBy(by, site, shown);
      for (let at = 0; at < payloads.length; at += AT_ONCE)
        await Promise.all(payloads.slice(at, at + AT_ONCE).map((payload) => site.send(payload)));
      attempts += payloads.length;
      effects.push(...(await watch()));
    }
    const value = effects.length;
    return {
      value,
      goal: '0 effects',
      pass: value === 0,
      detail: { attempts, effects: [...new Set(effects)].slice(0, 9) },
    };
  } finally {
    await site.end();
  }
};

/** What Ana is shown: in a thread, for herself, and as views; in the thread there is a question of Ben's as well. */
async function shownTo(site: Site) {
  await site.send(envelope(mention('is docker faster to start than a vm?', T)));
  await site.stub.called('chat.postMessage');
  await site.send(envelope(mention('8 linux services, where should they run?', T2, { thread_ts: T, user: BEN })));
  const posts = await site.stub.called('chat.postMessage', 2);
  const commands = ['recommend', 'networking for <@U0BEN|ben>', 'card isolation networking'];
  const answers = [];
  for (const [at, text] of commands.entries())
    answers.push((await site.send(command(text, { trigger_id: `1.${at}` }))).json);
  await site.send(envelope({ type: 'app_home_opened', user: ANA, channel: 'D0DM', tab: 'home', event_ts: T }));
  const [home] = await site.stub.called('views.publish');
  await site.send(press(formButton(posts[0]?.args, ANA), { ...onMessage(T) }));
  await site.send(
    press({ action_id: 'do|form', block_id: 'own|', action_ts: '9.9' }, { response_url: answerAt(site) }),
  );
  const opened = await site.stub.called('views.open', 2);
  const state = chosen({ 'os-family': 'v1|It needs Windows.' });
  const { json } = await site.send(submission({ id: 'V0FORM', callback_id: 'form', private_metadata: '{}', state }));
  return {
    inChannel: posts.map(({ args }, at) => ({ on: onMessage(T, ANSWERS[at]), controls: controlsIn(args) })),
    alone: [...answers, home?.args.view].flatMap(controlsIn).filter(({ action_id }) => action_id !== 'do|forget'),
    views: [...opened.map(({ args }) => args.view), json.view] as Fields[],
    told: {
      [ANA]: [posts[0]?.args.text, ...answers.map(({ text }) => text), json.view.blocks[0].text?.text].map(String),
      [BEN]: [String(posts[1]?.args.text)],
    },
  };
}

type Shown = Awaited<ReturnType<typeof shownTo>>;

const formButton = (shown: unknown, asker: string): Control =>
  controlsIn(shown).find(({ action_id }) => action_id === 'do|form') ?? {
    action_id: 'do|form',
    block_id: `talk|${asker}`,
  };

function controlsIn(shown: unknown): Control[] {
  const { blocks } = shown as { blocks: { block_id?: string; elements?: Fields[] }[] };
  return blocks.flatMap(({ block_id = '', elements = [] }) =>
    elements
      .filter((element) => 'action_id' in element)
      .map(({ action_id, value, positive_button: rating }) => ({
        action_id: String(action_id),
        block_id,
        ...(value !== undefined && { value: String(value) }),
        ...(rating !== undefined && { value: String((rating as Fields).value) }),
      })),
  );
}

const changed = (text: string): string[] =>
  [...text].map((sign, at) => `${text.slice(0, at)}${sign === '7' ? '8' : '7'}${text.slice(at + 1)}`);

let sent = 0;
const next = (): string => {
  sent += 1;
  return String(sent).padStart(6, '0');
};

function payloadsBy(by: string, site: Site, { inChannel, alone, views }: Shown): Fields[] {
  const user = { id: by, username: 'x', name: 'x', team_id: TEAM };
  const pressed = (control: Control, where: Fields): Fields =>
    press(
      { ...control, type: 'button', action_ts: `1700001000.${next()}` },
      { ...where, user, response_url: answerAt(site) },
    );
  const submitted = (view: Fields): Fields =>
    submission(
      { ...view, id: `V${next()}` },
      { user, response_urls: [{ channel_id: CHANNEL, response_url: answerAt(site) }] },
    );
  const inThread = inChannel.flatMap(({ controls }) => controls);
  return [
    ...inChannel.flatMap(({ on, controls }) =>
      controls.flatMap((control) => forgedFrom(control, inThread)).map((control) => pressed(control, on)),
    ),
    ...alone.flatMap((control) => forgedFrom(control, alone)).map((control) => pressed(control, {})),
    ...views.flatMap(forgedViews).map(submitted),
  ];
}

/** A control as it is, with each sign of it changed, with what the others carry, and with a made-up place. */
function forgedFrom(control: Control, others: readonly Control[]): Control[] {
  const { action_id, block_id, value = '' } = control;
  return [
    control,
    ...changed(action_id).map((id) => ({ ...control, action_id: id })),
    ...changed(block_id).map((id) => ({ ...control, block_id: id })),
    ...[...changed(value), `${ELSEWHERE.channel}:${ELSEWHERE.thread}`].map((other) => ({ ...control, value: other })),
    ...others.flatMap((other) => (other.value === undefined ? [] : [{ ...control, value: other.value }])),
  ];
}

function forgedViews(view: Fields): Fields[] {
  const { private_metadata, callback_id } = view as { private_metadata: string; callback_id: string };
  const picked = { type: 'conversations_select', selected_conversation: CHANNEL };
  const values = { ...chosen({ 'os-family': 'v1|It needs Windows.' }), channel: { picked } };
  const made = [JSON.stringify(ELSEWHERE), JSON.stringify({ turn: `${CHANNEL}:${T}` }), 'null', '[]', '{"turn":"x"}'];
  const metadata = [private_metadata, ...changed(private_metadata), ...made];
  return [
    ...metadata.map((other) => ({ callback_id, private_metadata: other, state: { values } })),
    ...changed(callback_id).map((id) => ({ callback_id: id, private_metadata, state: { values } })),
  ];
}

const OWN: ReadonlySet<string> = new Set(['posted', 'shared']);

/** From now on, what one person's presses do that they could not have done by typing. */
function watchEffects(site: Site, by: string, told: Readonly<Record<string, string[]>>): () => Promise<string[]> {
  const { stub, store } = site;
  const from = stub.calls.length;
  const effects: string[] = [];
  const { note, keep, drop, forgetSpeaker } = store;
  store.note = async (tenant, kind, entry) => {
    const turn = 'turn' in entry ? entry.turn : '';
    if (kind !== 'unanswered' && !ASKED.has(turn.slice(tenant.length + 1))) effects.push(`${by} noted ${kind} ${turn}`);
    return note(tenant, kind, entry);
  };
  store.keep = async (tenant, kind, name, value) => {
    // How far they came themselves, and what they posted.
    if (!(kind === 'progress' ? name === by : OWN.has(kind) && 'by' in value && value.by === by))
      effects.push(`${by} kept ${kind}`);
    return keep(tenant, kind, name, value);
  };
  store.drop = async (tenant, kind, name) => {
    effects.push(`${by} dropped ${kind}`);
    return drop(tenant, kind, name);
  };
  store.forgetSpeaker = async (_, speaker) => void (speaker === by || effects.push(`${by} forgot ${speaker}`));
  return async () => {
    await settled(site);
    Object.assign(store, { note, keep, drop, forgetSpeaker });
    return [...effects, ...stub.calls.slice(from).flatMap((call) => beyond(call, by, told[by] ?? []))];
  };
}

/** Turns that were asked in the channel, whose answers anybody may rate. */
const ASKED: ReadonlySet<string> = new Set([`${CHANNEL}:${T}`, `${CHANNEL}:${T2}`]);

/** They may talk in their thread, share what they were told, and remove the answer to their question. */
const ALLOWED: Readonly<Record<string, (args: Fields, by: string, told: readonly string[]) => boolean>> = {
  answer: ({ response_type }) => response_type === 'ephemeral',
  'chat.postMessage': ({ channel, thread_ts, text, blocks }, by, told) =>
    channel === CHANNEL &&
    (thread_ts === T ||
      (told.some((words) => String(text).startsWith(words)) && JSON.stringify(blocks).includes(`Shared by <@${by}>`))),
  'chat.getPermalink': () => true,
  'chat.delete': ({ channel, ts }, by) => channel === CHANNEL && ts === ANSWERS[[ANA, BEN].indexOf(by)],
  'views.open': () => true,
  'views.push': () => true,
  'views.update': () => true,
  'users.info': () => true,
};

const beyond = ({ method, args }: Call, by: string, told: readonly string[]): string[] =>
  ALLOWED[method]?.(args, by, told) ? [] : [`${by} called ${method} ${args.channel ?? args.text ?? ''}`];
