import { BOT, TEAM } from './stub.ts';

/** Payloads with the keys and nulls that Slack sends: the samples of java-slack-sdk and `@slack/types`; the values are ours. */

export const ANA = 'U0ANA';
export const BEN = 'U0BEN';
export const CHANNEL = 'C0TEAM';
const APP = 'A0APP';
/** Slack's old token, which nobody should trust any more. */
const OLD_TOKEN = 'not-to-be-trusted';

type Fields = Record<string, unknown>;

export function command(text: string, fields: Fields = {}): Fields {
  return {
    token: OLD_TOKEN,
    team_id: TEAM,
    team_domain: 'team',
    channel_id: CHANNEL,
    channel_name: 'general',
    user_id: ANA,
    user_name: 'ana',
    command: '/vm-or-container',
    text,
    api_app_id: APP,
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/T0TEAM/1/abc',
    trigger_id: '13345224609.738474920.8088930838d88f008e0',
    ...fields,
  };
}

export function envelope(event: Fields, fields: Fields = {}): Fields {
  return {
    token: OLD_TOKEN,
    team_id: TEAM,
    context_team_id: TEAM,
    context_enterprise_id: null,
    api_app_id: APP,
    event,
    type: 'event_callback',
    event_id: `Ev${event.event_ts ?? event.ts}${event.type}`,
    event_time: 1_700_000_000,
    authorizations: [{ enterprise_id: null, team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: '4-eyJldCI6Im1lc3NhZ2UifQ',
    ...fields,
  };
}

/** A message that somebody typed in a channel; `ts` in seconds with six digits. */
export function message(text: string, ts: string, fields: Fields = {}): Fields {
  return {
    user: ANA,
    type: 'message',
    ts,
    client_msg_id: '5bcb9a47-6ed4-4e07-9a1b-7a1f4fbd0b4c',
    text,
    team: TEAM,
    blocks: [
      {
        type: 'rich_text',
        block_id: 'x',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
      },
    ],
    channel: CHANNEL,
    event_ts: ts,
    channel_type: 'channel',
    ...fields,
  };
}

/** What Slack sends for a mention; the same text may come as a message as well. */
export function mention(text: string, ts: string, fields: Fields = {}): Fields {
  const { channel_type: _, ...said } = message(`<@${BOT}> ${text}`, ts, fields);
  return { ...said, type: 'app_mention' };
}

/** A reaction to a message; Slack does not tell in which thread that stands. */
export const reaction = (name: string, ts: string, fields: Fields = {}): Fields => ({
  type: 'reaction_added',
  user: ANA,
  item: { type: 'message', channel: CHANNEL, ts },
  reaction: name,
  item_user: BOT,
  event_ts: '1700000070.000100',
  ...fields,
});

/** Somebody joined the channel. */
export const join = (fields: Fields = {}): Fields => ({
  type: 'member_joined_channel',
  user: BEN,
  channel: CHANNEL,
  channel_type: 'C',
  team: TEAM,
  event_ts: '1700000080.000100',
  inviter: ANA,
  enterprise: null,
  ...fields,
});

export function press(action: Fields, fields: Fields = {}): Fields {
  return {
    type: 'block_actions',
    user: { id: ANA, username: 'ana', name: 'ana', team_id: TEAM },
    api_app_id: APP,
    token: OLD_TOKEN,
    container: { type: 'message', message_ts: '1700000001.000100', channel_id: CHANNEL, is_ephemeral: true },
    trigger_id: '12466734323.1395872398',
    team: { id: TEAM, domain: 'team' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: CHANNEL, name: 'general' },
    state: { values: {} },
    response_url: 'https://hooks.slack.com/actions/T0TEAM/1/abc',
    actions: [
      {
        block_id: 'talk|',
        text: { type: 'plain_text', text: 'A button', emoji: false },
        type: 'button',
        action_ts: '1700000050.000100',
        ...action,
      },
    ],
    ...fields,
  };
}

/** A press on a message that all in the channel see. */
export const onMessage = (thread: string, ts = '1700000001.000100'): Fields => ({
  container: { type: 'message', message_ts: ts, channel_id: CHANNEL, is_ephemeral: false, thread_ts: thread },
  message: {
    bot_id: 'B0BOT',
    type: 'message',
    text: 'An answer',
    user: BOT,
    ts,
    app_id: APP,
    team: TEAM,
    thread_ts: thread,
    blocks: [],
  },
});

export function submission(view: Fields, fields: Fields = {}): Fields {
  return {
    type: 'view_submission',
    team: { id: TEAM, domain: 'team' },
    user: { id: ANA, username: 'ana', name: 'ana', team_id: TEAM },
    api_app_id: APP,
    token: OLD_TOKEN,
    trigger_id: '156772938.1827394',
    view: {
      id: 'V0VIEW',
      team_id: TEAM,
      type: 'modal',
      blocks: [],
      private_metadata: '',
      callback_id: '',
      state: { values: {} },
      hash: '156663117.cd33ad1f',
      title: { type: 'plain_text', text: 'Your workload', emoji: false },
      clear_on_close: false,
      notify_on_close: false,
      close: null,
      submit: null,
      previous_view_id: null,
      root_view_id: 'V0VIEW',
      app_id: APP,
      external_id: '',
      app_installed_team_id: TEAM,
      bot_id: 'B0BOT',
      ...view,
    },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
    ...fields,
  };
}

export function shortcut(callback_id: string, fields: Fields = {}): Fields {
  return {
    type: 'shortcut',
    token: OLD_TOKEN,
    action_ts: '1700000060.000100',
    team: { id: TEAM, domain: 'team' },
    user: { id: ANA, username: 'ana', team_id: TEAM },
    is_enterprise_install: false,
    enterprise: null,
    callback_id,
    trigger_id: '944799105734.773906753841',
    ...fields,
  };
}

/** The Home tab as it comes with what is pressed there, and what such a press has in place of a channel. */
export const HOME = { type: 'home', id: 'V0HOME', hash: '1.abc', blocks: [], private_metadata: '', callback_id: '' };
export const IN_HOME = {
  container: { type: 'view', view_id: 'V0HOME' },
  channel: undefined,
  response_url: undefined,
  view: HOME,
};
