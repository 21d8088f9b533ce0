import type { types } from '@slack/bolt';
import { actButton, blockIdFor, plain, sayingButton } from './controls.ts';
import type { Desk, Person } from './desk.ts';
import { LIMITS } from './limits.ts';
import { callFor } from './tools.ts';

const section = (text: string): types.SectionBlock => ({ type: 'section', text: plain(text, LIMITS.section) });

/** How far somebody has come. */
interface Learnt {
  step: number;
  lessons: readonly number[];
  /** What goes on from there, as if they had typed it. */
  onward: string;
  course: { steps: number; lessons: number };
}

/** The Home tab: what we do, three things to begin with, how far they have come, what we keep, and a way to have it deleted. */
function homeView(learnt: Learnt): types.HomeView {
  const begun = learnt.step > 0 || learnt.lessons.length > 0;
  const learning = { label: begun ? 'Go on learning' : 'Take the tour', says: learnt.onward };
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain('VM or container?', LIMITS.header) },
      section(
        'I help you decide where a workload should run, by rules that you can read, with a source for every claim. No language model is involved.',
      ),
      {
        type: 'actions',
        block_id: blockIdFor('own'),
        elements: [
          { ...actButton('form', 'For my case'), style: 'primary' },
          sayingButton({ label: 'Compare all', says: 'compare VM and container' }),
          sayingButton(learning),
        ],
      },
      section(
        'Anywhere in Slack: /vm-or-container and your question. In a channel: mention me, and I answer in the thread. Here: the Messages tab.',
      ),
      { type: 'divider' },
      section(progressIn(learnt)),
      { type: 'divider' },
      section(
        'What I keep: what you say to me and my answers, for as long as the talk is alive and at most 90 days; how far you have come with the lessons, which nobody else sees; what you tell me about my answers. I read nothing else, and give nothing to anybody.',
      ),
      { type: 'actions', block_id: 'data|', elements: [deleteButton()] },
    ],
  };
}

function progressIn({ step, lessons, course }: Learnt): string {
  const tour = step === 0 ? 'not begun, five minutes' : `step ${Math.min(step, course.steps)} of ${course.steps}`;
  return `The tour: ${tour}. Lessons read: ${lessons.length} of ${course.lessons}.`;
}

function deleteButton(): types.Button {
  return {
    ...actButton('forget', 'Delete my data'),
    style: 'danger',
    confirm: {
      title: plain('Delete my data?', 100),
      text: plain('All that you told me and that I answered is deleted, at once and for good.', 300),
      confirm: plain('Delete', 30),
      deny: plain('Keep', 30),
    },
  };
}

/** What can be said first; shown where a talk with us is empty. */
export const PROMPTS = [
  { title: 'Help me choose', message: 'which one should I use' },
  { title: 'Compare VM and container', message: 'compare VM and container' },
  { title: 'Which isolates better?', message: 'which isolates better, a VM or a container?' },
  { title: 'I am new to this', message: 'take the tour' },
] as const;

/** Draws somebody's Home tab as it is now. */
export async function publishHome(desk: Desk, { tenant, user, speaker }: Person): Promise<void> {
  const { step, lessons } = (await desk.store.kept(tenant, 'progress', speaker)) ?? { step: 0, lessons: [] };
  const { course } = desk.bot();
  const onward = await desk.delivery.onward({ tenant, speaker }, course.steps);
  const view = homeView({ step, lessons, onward, course });
  await callFor(desk, tenant, 'views.publish', { user_id: user, view });
}

/** Somebody opened our place: the Home tab is drawn anew, an empty talk gets suggestions. */
export async function opened(
  desk: Desk,
  person: Person,
  { tab, channel }: Pick<types.AppHomeOpenedEvent, 'tab' | 'channel'>,
): Promise<void> {
  if (tab === 'home') return publishHome(desk, person);
  const args = { channel_id: channel, prompts: PROMPTS };
  await callFor(desk, person.tenant, 'assistant.threads.setSuggestedPrompts', args);
}
