import { expect } from 'vitest';
import { viewProblems } from './block-kit.ts';
import type { Site } from './site.ts';
import type { Call } from './stub.ts';

interface Element {
  action_id: string;
  value: string;
  [key: string]: unknown;
}

interface Shown {
  blocks: { type: string; elements?: Element[]; element?: { initial_option: { value: string } } }[];
}

export interface View extends Shown {
  callback_id: string;
  private_metadata: string;
}

/** A control of a message or view, by its id. */
export function controlIn(shown: unknown, id: string): Element {
  const found = (shown as Shown).blocks
    .flatMap(({ elements = [] }) => elements)
    .find(({ action_id }) => action_id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

/** The view that a call opened; it is one that Slack takes. */
function viewIn(call: Call | undefined): View {
  const view = call?.args.view as View;
  expect(viewProblems('ModalView', view)).toEqual([]);
  return view;
}

/** The first view that was opened. */
export const openedView = async ({ stub }: Site): Promise<View> => viewIn((await stub.called('views.open'))[0]);

/** What was chosen in a form, as Slack tells it. */
export function chosen(values: Record<string, string>): Record<string, unknown> {
  const state = (fact: string, value: string) => ({
    picked: {
      type: 'static_select',
      selected_option: { text: { type: 'plain_text', text: fact, emoji: false }, value },
    },
  });
  return { values: Object.fromEntries(Object.entries(values).map(([fact, value]) => [fact, state(fact, value)])) };
}
