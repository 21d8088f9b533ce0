import { PassThrough } from 'node:stream';
import { describe } from 'vitest';
import { chat } from '../../adapters/terminal/chat.ts';
import { speakLines } from '../../adapters/terminal/lines.ts';
import { realBot } from '../support.ts';
import { contract, type Shown, type Step } from './contract.ts';

/** The terminal: a button is pressed by its number, so a line is typed only when the last answer is there. */
async function talkInTerminal(steps: readonly Step[]): Promise<Shown[]> {
  const input = new PassThrough();
  const shown: Shown[] = [];
  const type = (step: Step | undefined): void => {
    if (step === undefined) return void input.end();
    const number =
      typeof step === 'string' ? 0 : (shown.at(-1)?.buttons?.findIndex(({ label }) => label === step.press) ?? -1) + 1;
    input.write(`${typeof step === 'string' ? step : number}\n`);
  };
  let greeted = false;
  const write = (text: string): void => {
    if (greeted) shown.push(shownIn(text));
    greeted = true;
    // Whoever types sees first what was written.
    setImmediate(() => type(steps[shown.length]));
  };
  await chat(realBot(), { input, write, person: false });
  return shown;
}

function shownIn(text: string): Shown {
  const row = text.split('\n').slice(text.split('\n').findIndex((line) => line.startsWith('[1] ')));
  const buttons = text.includes('\n[1] ')
    ? row
        .join(' ')
        .replace(/\[form\].*/s, '')
        .split(/\s*\[\d\]\s+/)
    : [];
  const labels = buttons.map((label) => label.trim()).filter((label) => label !== '');
  return { words: text, buttons: labels.map((label) => ({ label, says: undefined })) };
}

/** The JSON Lines protocol: it has no buttons, so a program says what they say. */
async function talkInLines(steps: readonly Step[]): Promise<Shown[]> {
  const input = new PassThrough();
  let answered: (line: string) => void = () => {};
  const spoken = speakLines(realBot(), input, (line) => answered(line));
  const shown: Shown[] = [];
  for (const step of steps) {
    const { promise: answer, resolve: take } = Promise.withResolvers<string>();
    answered = take;
    const text = typeof step === 'string' ? step : step.says;
    input.write(`${JSON.stringify({ id: '1', conversation: 'one', text })}\n`);
    shown.push({ words: JSON.parse(await answer).text, buttons: undefined });
  }
  input.end();
  await spoken;
  return shown;
}

describe('in the terminal', () => contract(talkInTerminal));
describe('by the JSON Lines protocol', () => contract(talkInLines));
