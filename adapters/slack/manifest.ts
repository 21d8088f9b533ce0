import { PROMPTS } from './home.ts';
import { type Manifest, manifestSchema } from './manifest-schema.ts';
import { COMMAND, ON_MESSAGE, OPEN_FORM, STEP } from './names.ts';

/** How Slack reaches us, and whether we may read along in channels. */
export interface Flavour {
  mode: 'http' | 'socket';
  scopes: 'minimal' | 'conversational';
  /** Where we can be reached over HTTP, such as `https://bot.example.com`. */
  url: string;
}

interface Grant {
  scope: string;
  /** What it is for. */
  reason: string;
  /** What is missing without it. */
  without: string;
  optional: boolean;
}

/** Every scope we can use, and why. */
export const GRANTS: readonly Grant[] = [
  { scope: 'commands', reason: `${COMMAND} and the shortcuts`, without: 'there is no command', optional: false },
  { scope: 'chat:write', reason: 'answers in threads', without: 'mentions are not answered', optional: false },
  { scope: 'app_mentions:read', reason: 'mentions', without: 'mentions are not heard', optional: false },
  {
    scope: 'im:history',
    reason: 'talking to the bot in its Messages tab',
    without: 'direct messages are not heard',
    optional: false,
  },
  { scope: 'assistant:write', reason: 'suggested prompts', without: 'an empty talk suggests nothing', optional: false },
  {
    scope: 'channels:history',
    reason: 'follow-ups in its threads without a mention',
    without: 'in public channels each follow-up needs a mention or a button',
    optional: true,
  },
  {
    scope: 'groups:history',
    reason: 'the same in private channels',
    without: 'in private channels each follow-up needs a mention or a button',
    optional: true,
  },
  {
    scope: 'reactions:read',
    reason: 'keeping quiet in a thread after a 🔇 reaction',
    without: 'a thread is muted by the word alone',
    optional: true,
  },
  {
    scope: 'channels:read',
    reason: 'inviting people who join a public channel, where an admin wants it',
    without: 'nobody who joins a public channel is invited',
    optional: true,
  },
  {
    scope: 'groups:read',
    reason: 'the same for people who join a private channel',
    without: 'nobody who joins a private channel is invited',
    optional: true,
  },
  {
    scope: 'users:read',
    reason: 'knowing admins, who may remove answers and decide about invitations, and guests, who are not invited',
    without: 'only the asker can remove an answer, and nobody is invited',
    optional: true,
  },
];

/** What works less well without the scopes that were not granted; nothing when no scope is known. */
export function degraded(granted: readonly string[]): string[] {
  if (granted.length === 0) return [];
  return GRANTS.filter(({ scope }) => !granted.includes(scope)).map(({ scope, without }) => `${scope}: ${without}`);
}

/** The scopes of a flavour; `minimal` reads no history of channels. */
export const scopesOf = (scopes: Flavour['scopes']): string[] =>
  GRANTS.filter(({ optional }) => scopes === 'conversational' || !optional).map(({ scope }) => scope);

/** Events that are heard, by the scope that they need. */
const EVENTS: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  reaction_added: 'reactions:read',
  member_joined_channel: 'channels:read',
};
const ALWAYS = ['app_home_opened', 'app_uninstalled', 'tokens_revoked', 'function_executed'];

/** The events of a flavour, as Slack names them in a manifest. */
export function eventsOf(scopes: Flavour['scopes']): string[] {
  const granted = scopesOf(scopes);
  return [...Object.keys(EVENTS).filter((event) => granted.includes(EVENTS[event] ?? '')), ...ALWAYS].sort();
}

const DISPLAY = {
  name: 'VM or container?',
  description: 'Says whether a workload belongs in a VM or a container: by rules, with sources.',
  long_description:
    'Ask with /vm-or-container, mention the bot in a channel, or talk to it directly. It compares virtual machines and containers, recommends one of nine options for a workload, shows the rules and sources behind it and what would change its mind, and teaches the difference in five minutes. It uses no language model and gives the same answer every time.',
  background_color: '#1d3557',
};

/** The manifest from which an app is made at https://api.slack.com/apps. */
export function manifestFor({ mode, scopes, url }: Flavour): Manifest {
  const endpoint = new URL('/slack/events', url).href;
  const reach = mode === 'http' ? { request_url: endpoint } : {};
  return manifestSchema.parse({
    _metadata: { major_version: 2, minor_version: 0 },
    display_information: DISPLAY,
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'vm-or-container', always_online: true },
      agent_view: {
        agent_description: 'Compares virtual machines and containers and recommends one for your workload.',
        suggested_prompts: PROMPTS,
      },
      shortcuts: [
        {
          type: 'global',
          name: 'VM or container?',
          callback_id: OPEN_FORM,
          description: 'Answer five questions, get a recommendation',
        },
        {
          type: 'message',
          name: 'VM or container?',
          callback_id: ON_MESSAGE,
          description: 'Answer this message in its thread',
        },
      ],
      slash_commands: [
        {
          command: COMMAND,
          description: 'Compare, ask, or get a recommendation',
          usage_hint: '[question | compare … | recommend … | card | learn | mute | forget me | help]',
          should_escape: true,
          ...(mode === 'http' && { url: endpoint }),
        },
      ],
    },
    oauth_config: {
      scopes: { bot: scopesOf(scopes) },
      ...(mode === 'http' && { redirect_urls: [new URL('/slack/oauth_redirect', url).href] }),
    },
    settings: {
      event_subscriptions: { ...reach, bot_events: eventsOf(scopes) },
      interactivity: { ...reach, is_enabled: true },
      org_deploy_enabled: true,
      socket_mode_enabled: mode === 'socket',
      token_rotation_enabled: false,
      function_runtime: 'remote',
    },
    functions: { [STEP]: stepDefinition() },
  });
}

function stepDefinition() {
  const text = (title: string) => ({ type: 'string' as const, title });
  return {
    title: 'Recommend VM or container',
    description: 'Runs the rules on a described workload',
    input_parameters: { properties: { workload: text('Workload') }, required: ['workload'] },
    output_parameters: {
      properties: { verdict: text('Verdict'), answer: text('Answer') },
      required: ['verdict', 'answer'],
    },
  };
}
