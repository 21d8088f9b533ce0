import type { Call } from './stub/judge.ts';
import { askedBy, ID, message } from './stub/payloads.ts';
import type { Answer } from './stub/rest.ts';
import { messageFrom, type Sent } from './stub/shapes.ts';
import { idsIn, textIn, type World } from './world.ts';

export interface Callback {
  type: number;
  data: { flags?: number; components: object[]; choices?: { name: string; value: string }[]; custom_id?: string };
}

const EPHEMERAL = 64;
const V2 = 1 << 15;

export const isPrivate = ({ data }: Callback): boolean => ((data.flags ?? 0) & EPHEMERAL) !== 0;

/** The message that an answer is, as Discord brings it back with a press. @param asked the interaction it answers */
export const shown = ({ data }: Callback, asked?: { id: string }): Sent => ({
  ...messageFrom(ID.channel, data),
  flags: (data.flags ?? 0) | V2,
  ...(asked && { interaction_metadata: askedBy(ID.ana, asked.id) }),
});

/** A message that calls us by name. */
export const mention = (text: string, more: object = {}) =>
  message(`<@${ID.self}> ${text}`, { mentions: [ID.self], ...more });

/** The id of the control that begins like that. */
export const idOf = (payload: unknown, start: string): string =>
  idsIn(payload).find((id) => id.startsWith(start)) ?? '';

/** What people do and see. */
export const createWire = ({ stub }: World) => ({
  /** Sends an interaction and takes the first answer it gets. */
  async answered(interaction: { id: string }): Promise<Callback> {
    stub.gateway.emit('INTERACTION_CREATE', interaction);
    const call = await stub.next('POST', new RegExp(`^/interactions/${interaction.id}/`));
    return call.body as Callback;
  },
  /**
   * What somebody reads who tries until they are heard: while a connection is down there is nobody to hear them.
   * @param asked a new interaction for each time
   */
  async reached(asked: () => { id: string }): Promise<string> {
    const heard = stub.next('POST', /^\/interactions\//);
    const again = setInterval(() => stub.gateway.emit('INTERACTION_CREATE', asked()), 50);
    const { body } = await heard;
    clearInterval(again);
    return textIn(body);
  },
  say: (message: object): void => stub.gateway.emit('MESSAGE_CREATE', message),
  /** The next message of ours in a channel. */
  posted: (channel: string): Promise<Call> => stub.next('POST', new RegExp(`^/channels/${channel}/messages$`)),
});

/** A fault for the first so many calls like that. */
export function once<Fault>(like: (call: Call) => boolean, fault: Fault, times = 1): (call: Call) => Fault | undefined {
  let left = times;
  return (call) => {
    if (!like(call) || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

/** Discord asks to wait for so many seconds. */
export const limited = (retry_after: number): Answer => ({
  status: 429,
  body: { message: 'slow down', retry_after, global: false, code: 0 },
  headers: { 'retry-after': String(retry_after) },
});
