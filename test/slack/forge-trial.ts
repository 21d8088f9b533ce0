import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { type Trial, until } from '../accept/trial.ts';
import { ANA, CHANNEL, command, envelope, mention, onMessage, press, shortcut, submission } from './payloads.ts';
import { SETTLED, settled } from './settled.ts';
import { request, type Signed } from './signed.ts';
import { answerAt, openSite, type Site } from './site.ts';

const MUTATIONS = 10_000;
const AT_ONCE = 20;
const REPLAYS = 20;
const T = '1700000000.000100';
/** Slack's own limit, and ours for what is ahead, s. */
const WINDOW = 300;

type Sent = Omit<Signed, 'method'>;

/** What a forger chooses: a place in what is changed, a sign to put there, some other request, and seconds. */
interface Choice {
  at: number;
  sign: string;
  other: Sent;
  seconds: number;
}

const [STAMP, SIGNATURE] = ['x-slack-request-timestamp', 'x-slack-signature'] as const;
const signed = (stamp: string, body: string, secret: string, scheme = `v0:${stamp}:${body}`): string =>
  `v0=${createHmac('sha256', secret).update(scheme).digest('hex')}`;
const changed = (text: string, at: number, sign: string): string => {
  const place = at % text.length;
  return `${text.slice(0, place)}${sign === text[place] ? '~' : sign}${text.slice(place + 1)}`;
};
const withHeader = ({ body, headers }: Sent, name: string, value: string | undefined): Sent => {
  const { [name]: _, ...others } = headers;
  return { body, headers: value === undefined ? others : { ...others, [name]: value } };
};
const headerOf = ({ headers }: Sent, name: string): string => headers[name] ?? '';

/** Ways to make a request that Slack never signed out of one that it did. */
const FORGERIES: readonly ((sent: Sent, choice: Choice) => Sent)[] = [
  (sent, { at, sign }) => ({ ...sent, body: changed(sent.body, at, sign) }),
  (sent, { at, sign }) => ({
    ...sent,
    body: `${sent.body.slice(0, at % sent.body.length)}${sign}${sent.body.slice(at % sent.body.length)}`,
  }),
  (sent, { at }) => ({ ...sent, body: sent.body.slice(0, at % sent.body.length) }),
  (sent) => ({ ...sent, body: `${sent.body}&ssl_check=1` }),
  (sent) => ({
    ...withHeader(sent, 'content-type', 'application/x-www-form-urlencoded'),
    body: `ssl_check=1&${sent.body}`,
  }),
  (sent, { other }) => ({ ...sent, body: `${other.body} ` }),
  (sent, { at, sign }) => withHeader(sent, SIGNATURE, changed(headerOf(sent, SIGNATURE), at, sign)),
  (sent, { at }) =>
    withHeader(sent, SIGNATURE, headerOf(sent, SIGNATURE).slice(0, at % headerOf(sent, SIGNATURE).length)),
  (sent, { other }) => withHeader(sent, SIGNATURE, `${headerOf(other, SIGNATURE).slice(0, -1)}!`),
  (sent) => withHeader(sent, SIGNATURE, undefined),
  (sent) => withHeader(sent, STAMP, undefined),
  (sent, { sign }) => withHeader(sent, STAMP, `${headerOf(sent, STAMP)}${sign}5`),
  (sent, { seconds }) => withHeader(sent, STAMP, String(Number(headerOf(sent, STAMP)) + seconds)),
  (sent, { sign }) => withHeader(sent, SIGNATURE, signed(headerOf(sent, STAMP), sent.body, `not the secret${sign}`)),
  (sent) => withHeader(sent, SIGNATURE, signed(headerOf(sent, STAMP), '', 'not the secret', `v0:${sent.body}`)),
];

/** Signed by Slack itself, but for another time. */
const SKEWS = [-86_400_000, -86_400, -3_600, -WINDOW - 5, WINDOW + 5, 3_600, 86_400, 86_400_000];

/** Requests that Slack never signed, or not for now, and signed ones over and over: what reaches the core, and what happens twice. */
export const forge: Trial = async () => {
  const site = await openSite({}, { pace: 0 });
  try {
    const genuine = await genuineOf(site);
    const reached = watched(site);
    const statuses = await forgeAll(site, genuine);
    const skewed = await inTurns(
      SKEWS.flatMap((skew) => genuine.map(({ payload }) => request(payload, { skew }))),
      site.address,
    );
    const forged = reached.length + site.stub.calls.length - 1;
    const { heard, twice } = await replayAll(site, genuine, reached);
    const value = forged + twice;
    const pass = value === 0 && heard === genuine.length && [...statuses, ...skewed].every((status) => status !== 0);
    const detail = {
      mutations: statuses.length,
      skewed: skewed.length,
      replays: genuine.length * REPLAYS,
      heard,
      twice,
    };
    return { value, goal: '0 that reach the core', pass, detail };
  } finally {
    await site.end();
  }
};

interface Genuine {
  payload: Record<string, unknown>;
  sent: Sent;
}

/** One of each kind of request, all for now. */
async function genuineOf(site: Site): Promise<Genuine[]> {
  const anew = { response_url: answerAt(site) };
  const rating = { action_id: 'do|feedback', value: `helpful|${CHANNEL}:${T}`, block_id: `worth|${ANA}` };
  const state = { values: { 'os-family': { picked: { selected_option: { value: 'v1|It needs Windows.' } } } } };
  const payloads = [
    envelope(mention('it needs windows and a desktop', T)),
    envelope({ type: 'app_home_opened', user: ANA, channel: 'D0DM', tab: 'home', event_ts: T }),
    command('networking'),
    command('mute', { trigger_id: '2.2' }),
    press({ action_id: 'v1|compare isolation', action_ts: '1700000051.000100' }, anew),
    press({ ...rating, type: 'feedback_buttons' }, { ...onMessage(T), ...anew }),
    submission({ callback_id: 'form', private_metadata: '{}', state }),
    shortcut('open_form'),
    command('forget me', { trigger_id: '3.3' }),
  ];
  return payloads.map((payload) => ({ payload, sent: request(payload) }));
}

function forgeAll({ address }: Site, genuine: readonly Genuine[]): Promise<number[]> {
  const index = fc.nat({ max: genuine.length - 1 });
  const choices = fc.record({
    base: index,
    other: index,
    how: fc.nat({ max: FORGERIES.length - 1 }),
    at: fc.nat(),
    sign: fc.constantFrom(...'0123456789abcdefxyz&="%{}:'),
    seconds: fc.oneof(fc.integer({ min: 1, max: WINDOW }), fc.integer({ min: -WINDOW, max: -1 })),
  });
  const forged = fc.sample(choices, { numRuns: MUTATIONS, seed: 2026 }).map(({ base, other, how, ...choice }) => {
    const [{ sent: one } = {}, { sent: another } = {}] = [genuine[base], genuine[other]];
    const forgery = FORGERIES[how];
    if (!one || !another || !forgery) throw new RangeError('a choice of nothing');
    return forgery(one, { ...choice, other: another });
  });
  return inTurns(forged, address);
}

/** Sends some at once, and then the next; resolves with what each was told. */
async function inTurns(requests: readonly Sent[], address: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let at = 0; at < requests.length; at += AT_ONCE)
    statuses.push(...(await Promise.all(requests.slice(at, at + AT_ONCE).map((one) => statusOf(one, address)))));
  return statuses;
}

async function statusOf({ body, headers }: Sent, address: string): Promise<number> {
  const response = await fetch(address, { method: 'POST', body, headers });
  await response.arrayBuffer();
  return response.status;
}

const EFFECTS: ReadonlySet<string> = new Set(['keep', 'drop', 'note', 'forgetSpeaker']);

/** Each request as Slack signed it, and then again: how many were heard, and how much was done beyond the first time. */
async function replayAll(site: Site, genuine: readonly Genuine[], reached: string[]) {
  let heard = 0;
  let twice = 0;
  for (const { payload } of genuine) {
    const sent = request(payload);
    const doors = reached.length + site.stub.calls.length;
    await statusOf(sent, site.address);
    heard += (await until(() => reached.length + site.stub.calls.length > doors, SETTLED)) ? 1 : 0;
    await settled(site);
    const before = effectsOn(site, reached);
    for (let at = 1; at < REPLAYS; at += 1)
      await statusOf(withHeader(sent, 'x-slack-retry-num', String(at)), site.address);
    await settled(site);
    twice += effectsOn(site, reached) - before;
  }
  return { heard, twice };
}

/** What others can see, and what is written down beside the turns. */
const effectsOn = ({ stub }: Site, reached: readonly string[]): number =>
  reached.filter((door) => EFFECTS.has(door)).length +
  stub.calls.filter(({ method, args }) => method.startsWith('chat.') || args.response_type === 'in_channel').length;

const DOORS = {
  delivery: ['admit', 'answer', 'amend', 'withdraw', 'recall', 'post'],
  store: ['once', 'keep', 'drop', 'note', 'install', 'uninstall', 'forgetSpeaker', 'forgetTenant'],
} as const;

/** The doors of the core that were knocked at, from now on. */
function watched({ delivery, store }: Site): string[] {
  const reached: string[] = [];
  const watch = (place: object, names: readonly string[]): void => {
    const doors = place as Record<string, (...given: unknown[]) => unknown>;
    for (const name of names) {
      const door = doors[name];
      doors[name] = (...given) => {
        reached.push(name);
        return door?.(...given);
      };
    }
  };
  watch(delivery, DOORS.delivery);
  watch(store, DOORS.store);
  return reached;
}
