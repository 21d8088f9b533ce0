import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';

/** The message command: what that message asks is answered to whoever uses it. */
const ASK_OF_MESSAGE = 'VM or container?';
/** The message command by which an asker or a moderator takes an answer of ours away. */
export const REMOVE_ANSWER = 'Remove this answer';

/** Wherever people write: servers, our own direct messages, and other private channels. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};

const { Boolean: YesNo, Channel, String: Words, Subcommand, User } = ApplicationCommandOptionType;
const LONGEST_QUESTION = 1_000;

const colleague = {
  type: User,
  name: 'for',
  description: 'A colleague it is for; named only when you share it',
} as const;
const open = (name: string) => ({ type: YesNo, name, description: 'Show the answer to everybody here' }) as const;
const features = {
  type: Words,
  name: 'features',
  description: 'One row or several, with commas between; all eight when left out',
  autocomplete: true,
  max_length: 300,
} as const;

/** Every command there is, as Discord takes them. */
export const COMMANDS: RESTPostAPIApplicationCommandsJSONBody[] = [
  {
    type: ApplicationCommandType.ChatInput,
    name: 'vm-or-container',
    description: 'Whether a workload belongs in a virtual machine or a container, with reasons and sources',
    ...EVERYWHERE,
    options: [
      {
        type: Subcommand,
        name: 'ask',
        description: 'Ask anything about virtual machines and containers',
        options: [
          {
            type: Words,
            name: 'question',
            description: 'Such as: is docker faster to start than a vm?',
            required: true,
            autocomplete: true,
            max_length: LONGEST_QUESTION,
          },
          open('public'),
          colleague,
        ],
      },
      {
        type: Subcommand,
        name: 'compare',
        description: 'Compare VM and container, row by row',
        options: [features, open('post'), colleague],
      },
      {
        type: Subcommand,
        name: 'recommend',
        description: 'Where should it run? Describe it, or fill in a short form',
        options: [
          {
            type: Words,
            name: 'workload',
            description: 'Such as: 8 linux services, two engineers, daily releases',
            max_length: LONGEST_QUESTION,
          },
          colleague,
        ],
      },
      {
        type: Subcommand,
        name: 'card',
        description: 'A comparison card for a channel: see it first, or post it at once',
        options: [
          features,
          {
            type: Channel,
            name: 'channel',
            description: 'Where to post it; left out, only you see it until you share it',
            channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
          },
        ],
      },
      {
        type: Subcommand,
        name: 'learn',
        description: 'The five-minute tour, or one of the lessons',
        options: [{ type: Words, name: 'lesson', description: 'Which lesson', autocomplete: true, max_length: 100 }],
      },
      { type: Subcommand, name: 'help', description: 'What I can do' },
      {
        type: Subcommand,
        name: 'newcomers',
        description: 'For administrators: see the invitation to the tour for newcomers, and turn it on or off',
      },
      { type: Subcommand, name: 'forget', description: 'Delete everything I keep of what you said here' },
    ],
  },
  { type: ApplicationCommandType.Message, name: ASK_OF_MESSAGE, ...EVERYWHERE },
  { type: ApplicationCommandType.Message, name: REMOVE_ANSWER, ...EVERYWHERE },
];
