type Fields = Record<string, unknown>;

const ENVELOPE =
  'token enterprise_id team_id api_app_id type authed_users authed_teams authorizations is_ext_shared_channel event_id event_time event_context context_team_id context_enterprise_id event';
const MESSAGE =
  'type subtype team channel user username text blocks attachments ts thread_ts is_intro is_starred pinned_to reactions app_id bot_id bot_link display_as_bot bot_profile icons file files upload parent_user_id inviter client_msg_id comment topic purpose edited unfurl_links unfurl_media is_thread_broadcast is_locked reply_count reply_users reply_users_count latest_reply subscribed hidden last_read root item_type item metadata room no_notifications assistant_app_thread user_team source_team user_profile';
const SAID = `${MESSAGE} event_ts channel_type`;
const INTERACTION =
  'type enterprise team user api_app_id token trigger_id is_enterprise_install bot_access_token function_data interactivity';
const VIEW =
  'id team_id type title submit close private_metadata callback_id external_id state hash clear_on_close notify_on_close submit_disabled root_view_id previous_view_id app_id app_installed_team_id bot_id';

/** Every key that Slack publishes of what it sends (slackapi/java-slack-sdk, json-logs/samples), by where it stands. */
const KEYS = {
  mention: { '': ENVELOPE, event: SAID },
  message: { '': ENVELOPE, event: SAID },
  changed: {
    '': ENVELOPE,
    event: 'type subtype channel hidden message previous_message event_ts ts channel_type',
    'event.message': MESSAGE,
    'event.previous_message': MESSAGE,
  },
  deleted: {
    '': ENVELOPE,
    event: 'type subtype channel hidden deleted_ts previous_message event_ts ts channel_type',
    'event.previous_message': MESSAGE,
  },
  home: { '': ENVELOPE, event: 'type user channel tab event_ts view' },
  removed: { '': ENVELOPE, event: 'type event_ts' },
  revoked: { '': ENVELOPE, event: 'type tokens event_ts', 'event.tokens': 'oauth bot' },
  press: {
    '': `${INTERACTION} container channel message response_url view state app_unfurl actions`,
    container:
      'type message_ts attachment_id channel_id view_id text is_ephemeral is_app_unfurl app_unfurl_url thread_ts',
    message: MESSAGE,
    user: 'id username name team_id',
    team: 'id domain enterprise_id enterprise_name',
    'actions.0':
      'action_id block_id text value type style action_ts placeholder confirm url initial_option selected_option selected_user initial_user selected_conversation initial_conversation selected_channel initial_channel min_query_length selected_date initial_date selected_time initial_time rich_text_value',
  },
  submission: { '': `${INTERACTION} view response_urls is_cleared`, view: VIEW },
  joined: { '': ENVELOPE, event: 'type user channel channel_type team enterprise inviter event_ts' },
  reaction: {
    '': ENVELOPE,
    event: 'type user item reaction item_user event_ts',
    'event.item': 'type channel ts file file_comment',
  },
  /** Also by `SlashCommandPayload` of Bolt. */
  command: {
    '': 'token team_id team_domain enterprise_id enterprise_name is_enterprise_install channel_id channel_name user_id user_name command text api_app_id response_url trigger_id',
  },
  shortcut: { '': `${INTERACTION} callback_id action_ts` },
  onMessage: {
    '': `${INTERACTION} callback_id action_ts message_ts response_url message channel`,
    message: MESSAGE,
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type Kind = keyof typeof KEYS;

/** A payload with every key that Slack publishes for its kind: null where nothing is said of it. */
export function withEveryKey(kind: Kind, payload: Fields): Fields {
  const whole: Fields = structuredClone(payload);
  for (const [path, keys] of Object.entries(KEYS[kind])) {
    const place = placeIn(whole, path);
    for (const key of place ? keys.split(' ') : []) if (place && place[key] === undefined) place[key] = null;
  }
  return whole;
}

function placeIn(payload: Fields, path: string): Fields | undefined {
  const steps = path === '' ? [] : path.split('.');
  return steps.reduce<Fields | undefined>((place, step) => (place?.[step] as Fields | null) ?? undefined, payload);
}
