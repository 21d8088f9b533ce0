import { PassThrough } from 'node:stream';
import { describe } from 'vitest';
import { chat } from '../../adapters/terminal/chat.ts';
import { realBot } from '../support.ts';
import { contract, type Shown, type Step } from './steps.ts';

/** The terminal: a button is pressed by its number, so a line is typed only when the last answer is there. */
async function talkInTerminal(steps: readonly Step[]): Promise<Shown[]> {
  const input = new PassThrough();
  const shown: Shown[] = [];
  const type = (step: Step | undefined): void => {
    if (step === undefined) return void input.end();
    const number = typeof step === 'string' ? 0 : (shown.at(-1)?.buttons.indexOf(step.press) ?? -1) + 1;
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
  return { words: text, buttons: buttons.map((label) => label.trim()).filter((label) => label !== '') };
}

describe('in the terminal', () => contract(talkInTerminal));
