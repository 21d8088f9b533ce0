import {
  type APIInteraction,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  type RESTPostAPIInteractionCallbackWithResponseResult,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import { ClosedError } from '../../src/delivery/delivery.ts';
import type { Parts } from '../adapter.ts';
import { CODES, codeOf, madeAgain, reasonOf } from './fault.ts';
import type { Late } from './late.ts';
import { type Audience, bodyOf, plainBodyOf, SAID } from './message.ts';
import type { Drawn } from './render.ts';

/** How an interaction is answered. */
export type Reply =
  | ({ kind: 'message' } & Message)
  | { kind: 'update'; drawn: Drawn; next?: Message; failed?: Drawn }
  | { kind: 'form'; modal: APIModalInteractionResponseCallbackData }
  | { kind: 'choices'; choices: { name: string; value: string }[] };

/** A message, and who sees it. */
interface Message extends Audience {
  drawn: Drawn;
  /** Is told the id of the message once it is there. */
  sent?: (message: string) => Promise<void>;
}

export interface Replying extends Pick<Parts, 'clock' | 'log'> {
  rest: REST;
}

export const privately = (drawn: Drawn): Reply => ({ kind: 'message', drawn, private: true });

/** Discord waits three seconds for the first sign of life. */
const PATIENCE = 1_500;

/**
 * Answers an interaction in one call, or says first that it takes a while when it does. It owns the acknowledgement: nothing
 * else answers, and whatever `work` does, the person gets one visible reply. Never rejects.
 * @param late how a reply that takes a while is announced
 */
export async function reply(
  interaction: APIInteraction,
  work: () => Promise<Reply>,
  late: Late,
  replying: Replying,
): Promise<void> {
  const { clock } = replying;
  const answer = answered(interaction, work, replying);
  const patience = Promise.withResolvers<'late'>();
  const cancel = clock.after(PATIENCE, () => patience.resolve('late'));
  const first = await Promise.race([answer, patience.promise]);
  cancel();
  try {
    if (first !== 'late') return await send(interaction, first, replying);
    await defer(interaction, late, replying);
    const given = await answer;
    // The message that was pressed stays as it is.
    if (late === 'update' && given.kind === 'message') await followUp(interaction, given, replying);
    else await complete(interaction, given, replying);
  } catch (error) {
    tell(interaction, error, replying);
  }
}

async function answered(interaction: APIInteraction, work: () => Promise<Reply>, { log }: Replying): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ClosedError) return privately(SAID.stopping);
    log.error({ err: error, interaction: interaction.id }, 'an interaction could not be answered');
    return privately(SAID.failed);
  }
}

/** Another instance has answered, or it is too late: there is nobody to tell it to. */
function tell({ id }: APIInteraction, error: unknown, { log, clock }: Replying): void {
  const code = codeOf(error);
  const age = clock.now() - SnowflakeUtil.timestampFrom(id);
  const problem =
    code === CODES.alreadyAnswered
      ? 'an interaction was answered already'
      : 'an answer to an interaction did not come through';
  log.warn({ interaction: id, age, code, reason: reasonOf(error) }, problem);
}

async function send(interaction: APIInteraction, given: Reply, replying: Replying): Promise<void> {
  switch (given.kind) {
    case 'message':
      return respond(interaction, InteractionResponseType.ChannelMessageWithSource, given, replying);
    case 'update':
      await respond(interaction, InteractionResponseType.UpdateMessage, given, replying);
      return given.next && followUpOrTell(interaction, given.next, given.failed ?? SAID.failed, replying);
    case 'form':
      await callback(interaction, { type: InteractionResponseType.Modal, data: given.modal }, replying);
      return;
    case 'choices': {
      const { choices } = given;
      const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
      await callback(interaction, { type, data: { choices } }, replying);
    }
  }
}

/** "Thinking…": it cannot say yet that components will follow. */
async function defer(interaction: APIInteraction, late: Late, replying: Replying): Promise<void> {
  const data = { flags: late === 'open' ? 0 : MessageFlags.Ephemeral };
  const announced =
    late === 'update'
      ? { type: InteractionResponseType.DeferredMessageUpdate }
      : { type: InteractionResponseType.DeferredChannelMessageWithSource, data };
  await callback(interaction, announced, replying);
}

/** Puts the reply in the place of "Thinking…", or of what was pressed, where a form or a list cannot be shown any more. */
async function complete(interaction: APIInteraction, given: Reply, replying: Replying): Promise<void> {
  const drawn = 'drawn' in given ? given.drawn : SAID.failed;
  const audience = given.kind === 'message' && given.calls ? { calls: given.calls } : {};
  const route = Routes.webhookMessage(interaction.application_id, interaction.token);
  const message = await orPlain(
    () => madeAgain(() => replying.rest.patch(route, { auth: false, body: bodyOf(drawn, audience) })),
    () => replying.rest.patch(route, { auth: false, body: plainBodyOf(drawn, audience) }),
    replying,
  );
  if (given.kind === 'message') await given.sent?.((message as APIMessage).id);
  if (given.kind === 'update' && given.next)
    await followUpOrTell(interaction, given.next, given.failed ?? SAID.failed, replying);
}

async function respond(interaction: APIInteraction, type: number, shown: Message, replying: Replying): Promise<void> {
  const { drawn, sent, ...audience } = shown;
  const asking = sent !== undefined;
  const id = await orPlain(
    () => callback(interaction, { type, data: bodyOf(drawn, audience) }, replying, asking),
    () => callback(interaction, plainly(type, shown), replying, asking),
    replying,
  );
  if (id !== undefined) await sent?.(id);
}

/** A message that is made of components is so for good: what it should become is said beside it. */
function plainly(type: number, { drawn, sent: _, ...audience }: Message): object {
  if (type !== InteractionResponseType.UpdateMessage) return { type, data: plainBodyOf(drawn, audience) };
  return { type: InteractionResponseType.ChannelMessageWithSource, data: plainBodyOf(drawn, { private: true }) };
}

async function followUp({ application_id, token }: APIInteraction, next: Message, replying: Replying): Promise<void> {
  const { drawn, sent, ...audience } = next;
  const route = Routes.webhook(application_id, token);
  const message = await orPlain(
    () => replying.rest.post(route, { auth: false, body: bodyOf(drawn, audience) }),
    () => replying.rest.post(route, { auth: false, body: plainBodyOf(drawn, audience) }),
    replying,
  );
  await sent?.((message as APIMessage).id);
}

/** What was promised to be shown to all could not be: `failed` is shown in its place. */
async function followUpOrTell(
  interaction: APIInteraction,
  next: Message,
  failed: Drawn,
  replying: Replying,
): Promise<void> {
  try {
    await followUp(interaction, next, replying);
  } catch (error) {
    await complete(interaction, privately(failed), replying);
    throw error;
  }
}

/** A card that Discord does not take is still said in words. */
export async function orPlain<Result>(
  first: () => Promise<Result>,
  second: () => Promise<Result>,
  { log }: Pick<Replying, 'log'>,
): Promise<Result> {
  try {
    return await first();
  } catch (error) {
    if (codeOf(error) !== CODES.invalidForm) throw error;
    log.error({ reason: reasonOf(error) }, 'Discord refuses a card: it is sent in plain words');
    return second();
  }
}

/** @param asking for the id of the message that it makes, which comes back */
async function callback(
  { id, token }: APIInteraction,
  body: object,
  { rest }: Replying,
  asking = false,
): Promise<string | undefined> {
  const request = { auth: false, body, ...(asking && { query: new URLSearchParams({ with_response: 'true' }) }) };
  const made = await madeAgain(() => rest.post(Routes.interactionCallback(id, token), request));
  return (made as RESTPostAPIInteractionCallbackWithResponseResult | undefined)?.resource?.message?.id;
}
