import { z } from 'zod';
import {
  laneFrom,
  type Speaker,
  speakerSchema,
  type Tenant,
  type Turn,
  type TurnId,
  tenantFrom,
  threadFrom,
  turnIdFrom,
} from '../../src/delivery/turn.ts';
import { typed } from './mrkdwn.ts';

/** What an event tells us of what people said. */
export type Heard =
  | { kind: 'said'; turn: Turn }
  /** A message that calls us was changed; `fresh` when that was so soon that it may be the first we hear of it. */
  | { kind: 'edited'; turn: Turn; fresh: boolean }
  | { kind: 'changed'; tenant: Tenant; id: TurnId; speaker: Speaker; text: string }
  | { kind: 'deleted'; tenant: Tenant; id: TurnId; speaker: Speaker }
  /** A message that is none of our business: a bot's, our own, one without words of a person. */
  | { kind: 'nothing' };

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const id = z.string().regex(/^[A-Z0-9]+$/);
const time = z.string().regex(/^\d+\.\d+$/);

const messageSchema = z.looseObject({
  type: z.enum(['message', 'app_mention']),
  channel: id,
  channel_type: z.string().nullish(),
  user: id.nullish(),
  /** The workspace of the author, in channels that several share. */
  team: z.string().nullish(),
  bot_id: z.string().nullish(),
  subtype: z.string().nullish(),
  text,
  ts: time,
  thread_ts: time.nullish(),
  edited: z.looseObject({ ts: time }).nullish(),
});
type Said = z.infer<typeof messageSchema>;

const before = z.looseObject({ user: id.nullish(), bot_id: z.string().nullish(), text, ts: time });
const changed = before.extend({ subtype: z.string().nullish() });
const changeSchema = z.looseObject({ channel: id, message: changed, previous_message: before });
const deletionSchema = z.looseObject({ channel: id, previous_message: before });

const envelopeSchema = z.looseObject({
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  authorizations: z
    .array(
      z.looseObject({
        team_id: id.nullish(),
        enterprise_id: id.nullish(),
        user_id: z.string().nullish(),
        is_enterprise_install: z.boolean().nullish(),
      }),
    )
    .nullish(),
  event: z.looseObject({ type: z.string(), subtype: z.string().nullish() }),
});

/** Where an event belongs, and who we are there. */
interface Here {
  tenant: Tenant;
  ourselves: string | undefined;
}

/** What people said, from the body of an event; undefined when the event is about something else. */
export function heardIn(body: unknown): Heard | undefined {
  const envelope = envelopeSchema.safeParse(body).data;
  const kind = envelope?.event.type;
  if (!envelope || (kind !== 'message' && kind !== 'app_mention')) return undefined;
  const here = hereIn(envelope);
  if (!here) return { kind: 'nothing' };
  const { event } = envelope;
  if (event.subtype === 'message_changed') return changeIn(event, here);
  if (event.subtype === 'message_deleted') return deletionIn(event, here);
  const said = messageSchema.safeParse(event).data;
  const turn = said && turnFromMessage(said, here);
  if (!turn) return { kind: 'nothing' };
  // Slack tells of a mention once more when its message is edited.
  return said.edited ? { kind: 'edited', turn, fresh: isSoon(said.edited.ts, said.ts) } : { kind: 'said', turn };
}

/** As long as an answer changes with the question. */
const SOON = 120_000_000;
const isSoon = (edited: string, ts: string): boolean => microseconds(edited) - microseconds(ts) <= SOON;

/** The workspace that an event belongs to. */
export function tenantOf(body: unknown): Tenant | undefined {
  const envelope = envelopeSchema.safeParse(body).data;
  return envelope && hereIn(envelope)?.tenant;
}

/** The organisation of a workspace, where an event does not tell which of them installed us. */
export function organisationOf(body: unknown): Tenant | undefined {
  const { authorizations, enterprise_id } = envelopeSchema.safeParse(body).data ?? {};
  return authorizations?.length || !enterprise_id ? undefined : tenantFrom('slack', enterprise_id);
}

function hereIn({ team_id, authorizations }: z.infer<typeof envelopeSchema>): Here | undefined {
  const [ours] = authorizations ?? [];
  const tenant = workspaceOf({
    isEnterpriseInstall: ours?.is_enterprise_install ?? false,
    enterpriseId: ours?.enterprise_id ?? undefined,
    teamId: ours?.team_id ?? team_id ?? undefined,
  });
  return tenant && { tenant, ourselves: ours?.user_id ?? undefined };
}

/** The tenant of a payload: the workspace, or the organisation that installed us as a whole. */
export function workspaceOf(source: {
  isEnterpriseInstall: boolean;
  enterpriseId?: string | undefined;
  teamId?: string | undefined;
}): Tenant | undefined {
  const workspace = source.isEnterpriseInstall ? source.enterpriseId : source.teamId;
  return workspace === undefined ? undefined : tenantFrom('slack', workspace);
}

/** Messages of people have none of the others. */
const SAID: ReadonlySet<string> = new Set(['', 'file_share', 'thread_broadcast']);

function turnFromMessage(said: Said, { tenant, ourselves }: Here): Turn | undefined {
  const { channel, user, bot_id, subtype, ts, thread_ts, team, channel_type } = said;
  if (!user || bot_id || user === ourselves || !SAID.has(subtype ?? '')) return undefined;
  const first = /^\s*<@([UW][A-Z0-9]+)/.exec(said.text)?.[1];
  const addressed = said.type === 'app_mention' || (ourselves !== undefined && said.text.includes(`<@${ourselves}`));
  // Whoever is of another workspace than ours is answered when they call us, and not overheard.
  if (!addressed && team && tenant !== tenantFrom('slack', team) && tenant.startsWith('slack:T')) return undefined;
  return {
    id: turnIdFrom(tenant, channel, ts),
    tenant,
    lane: laneFrom(tenant, channel),
    thread: threadFrom(tenant, channel, thread_ts ?? ts),
    speaker: speakerSchema.parse(user),
    text: typed(said.text),
    at: microseconds(ts),
    addressed,
    direct: channel_type === 'im',
    toAnother: first !== undefined && first !== ourselves,
    shown: 'thread',
  };
}

function changeIn(event: unknown, here: Here): Heard {
  const { tenant } = here;
  const { data } = changeSchema.safeParse(event);
  if (!data) return { kind: 'nothing' };
  const { channel, message, previous_message } = data;
  // Of a message with replies Slack leaves a stone of its own.
  if (message.subtype === 'tombstone') return deletionIn(event, here);
  if (!message.user || message.bot_id || message.text === previous_message.text) return { kind: 'nothing' };
  const speaker = speakerSchema.parse(message.user);
  return { kind: 'changed', tenant, id: turnIdFrom(tenant, channel, message.ts), speaker, text: typed(message.text) };
}

function deletionIn(event: unknown, { tenant }: Here): Heard {
  const { data } = deletionSchema.safeParse(event);
  const { user, bot_id, ts } = data?.previous_message ?? {};
  if (!data || !user || bot_id || !ts) return { kind: 'nothing' };
  return { kind: 'deleted', tenant, id: turnIdFrom(tenant, data.channel, ts), speaker: speakerSchema.parse(user) };
}

/** A time of Slack's, such as "1700000000.000100", in microseconds. */
export const microseconds = (ts: string): number => Math.round(Number(ts) * 1_000_000);
