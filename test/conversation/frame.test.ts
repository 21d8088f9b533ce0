import { describe, expect, test } from 'vitest';
import { beginning, type Conversation } from '../../src/conversation/conversation.ts';
import { type Framed, factsOf, frameAfter } from '../../src/conversation/frame.ts';
import type { FactMention } from '../../src/understanding/facts.ts';
import type { Understanding } from '../../src/understanding/understanding.ts';
import { realUnderstand } from '../support.ts';

const understand = realUnderstand();
const nothing = understand('hm');

const said = (
  fact: string,
  value: string | number,
  strength: FactMention['strength'] = 'said',
  ...words: string[]
): FactMention => ({
  fact,
  value,
  strength,
  words,
  hints: 1,
});
const heard = (...facts: FactMention[]): Understanding => ({ ...nothing, facts, denied: [], deniedWords: [] });

/** The frame after each speaker in turn said what is heard. */
function framedBy(...turns: [string, Understanding][]): Framed {
  let framed: Framed = { conversation: beginning, changes: [], disputes: [] };
  for (const [speaker, understanding] of turns) framed = frameAfter(framed.conversation, understanding, speaker);
  return framed;
}

describe('a statement', () => {
  test('is kept with its speaker and told as a change', () => {
    const { conversation, changes, disputes } = framedBy(['ana', heard(said('gpu', 'compute', 'said', 'gpu'))]);
    expect(conversation.facts).toEqual({ gpu: { value: 'compute', speaker: 'ana', strength: 'said', words: ['gpu'] } });
    expect([changes, disputes]).toEqual([[{ fact: 'gpu', to: 'compute' }], []]);
  });

  test('said again changes nothing', () => {
    expect(framedBy(['ana', heard(said('gpu', 'none'))], ['ana', heard(said('gpu', 'none'))]).changes).toEqual([]);
  });

  test('of the same person overwrites, and what it was before is told', () => {
    const { conversation, changes } = framedBy(
      ['ana', heard(said('gpu', 'none'))],
      ['ana', heard(said('gpu', 'compute'))],
    );
    expect([factsOf(conversation), changes]).toEqual([
      { gpu: 'compute' },
      [{ fact: 'gpu', from: 'none', to: 'compute' }],
    ]);
  });

  test.each([
    ['said', 'implied', 'none'],
    ['said', 'suggested', 'none'],
    ['implied', 'suggested', 'none'],
    ['implied', 'said', 'compute'],
    ['suggested', 'said', 'compute'],
    ['suggested', 'implied', 'compute'],
    ['implied', 'implied', 'compute'],
  ] as const)('what was %s against what is %s leaves %s', (first, second, left) => {
    const { conversation } = framedBy(
      ['ana', heard(said('gpu', 'none', first))],
      ['ana', heard(said('gpu', 'compute', second))],
    );
    expect(factsOf(conversation)).toEqual({ gpu: left });
  });

  test('never changes the conversation it was added to', () => {
    const before: Conversation = structuredClone(beginning);
    frameAfter(before, heard(said('gpu', 'none')), 'ana');
    expect(before).toEqual(beginning);
  });
});

describe('two people', () => {
  const linux: [string, Understanding] = ['ana', heard(said('os-family', 'linux'))];
  const windows: [string, Understanding] = ['ben', heard(said('os-family', 'windows'))];

  test('who contradict each other are both kept, and neither value counts', () => {
    const { conversation, disputes, changes } = framedBy(linux, windows);
    expect(factsOf(conversation)).toEqual({});
    expect(conversation.disputed).toEqual({
      'os-family': [
        { value: 'linux', speaker: 'ana' },
        { value: 'windows', speaker: 'ben' },
      ],
    });
    expect([disputes, changes]).toEqual([['os-family'], []]);
  });

  test.each(['ana', 'ben', 'eve'])('are settled by the next statement, here of %s', (speaker) => {
    const { conversation, disputes } = framedBy(linux, windows, [speaker, heard(said('os-family', 'mixed'))]);
    expect(conversation.disputed).toEqual({});
    expect([factsOf(conversation), disputes]).toEqual([{ 'os-family': 'mixed' }, []]);
  });

  test('who agree do not dispute', () => {
    expect(framedBy(linux, ['ben', heard(said('os-family', 'linux'))]).disputes).toEqual([]);
  });

  test.each(['implied', 'suggested'] as const)('do not dispute over what is only %s', (strength) => {
    const { conversation, disputes } = framedBy(linux, ['ben', heard(said('os-family', 'windows', strength))]);
    expect([factsOf(conversation), disputes]).toEqual([{ 'os-family': 'linux' }, []]);
  });
});

describe('a withdrawal', () => {
  const told: [string, Understanding] = [
    'ana',
    heard(said('kernel-needs', 'own-kernel', 'said', 'dongle', 'driver'), said('gpu', 'compute', 'said', 'graphic')),
  ];

  test('by value takes that fact back and no other', () => {
    const { conversation, changes } = framedBy(told, [
      'ana',
      { ...heard(), denied: [{ fact: 'gpu', value: 'compute' }] },
    ]);
    expect(factsOf(conversation)).toEqual({ 'kernel-needs': 'own-kernel' });
    expect(changes).toEqual([{ fact: 'gpu', from: 'compute' }]);
  });

  test('of another value takes nothing back', () => {
    expect(framedBy(told, ['ana', { ...heard(), denied: [{ fact: 'gpu', value: 'graphics' }] }]).changes).toEqual([]);
  });

  test('by the word it was heard in', () => {
    const { conversation } = framedBy(told, ['ana', { ...heard(), deniedWords: ['dongle'] }]);
    expect(factsOf(conversation)).toEqual({ gpu: 'compute' });
  });

  test('together with a new value is a correction', () => {
    const corrected = { ...heard(said('gpu', 'none')), denied: [{ fact: 'gpu', value: 'compute' }] };
    expect(framedBy(told, ['ana', corrected]).changes).toEqual([{ fact: 'gpu', from: 'compute', to: 'none' }]);
  });
});

describe('a part of the workload', () => {
  const partly = (...facts: FactMention[]): Understanding => ({ ...heard(...facts), cues: new Set(['partly']) });
  const whole: [string, Understanding] = ['ana', heard(said('app-style', 'microservices'))];

  test('is kept apart from the whole', () => {
    const { conversation, changes } = framedBy(whole, ['ana', partly(said('kernel-needs', 'own-kernel'))]);
    expect(factsOf(conversation)).toEqual({ 'app-style': 'microservices' });
    expect(conversation.part['kernel-needs']).toMatchObject({ value: 'own-kernel', speaker: 'ana' });
    expect(changes).toEqual([{ fact: 'kernel-needs', to: 'own-kernel', partly: true }]);
  });

  test('with another system makes the whole a mix', () => {
    const { conversation } = framedBy(whole, ['ana', partly(said('os-family', 'windows'))]);
    expect([factsOf(conversation), conversation.part]).toEqual([
      { 'app-style': 'microservices', 'os-family': 'mixed' },
      {},
    ]);
  });

  test('takes neither a count nor a hint with it', () => {
    const hints = partly(said('instance-count', 3), said('gpu', 'compute', 'suggested'));
    expect(framedBy(whole, ['ana', hints]).conversation.part).toEqual({});
  });

  test('means the whole when nothing is known yet', () => {
    const { conversation } = framedBy(['ana', partly(said('kernel-needs', 'own-kernel'))]);
    expect([factsOf(conversation), conversation.part]).toEqual([{ 'kernel-needs': 'own-kernel' }, {}]);
  });
});

test('suppositions lie over the facts and leave them alone', () => {
  const { conversation } = framedBy(['ana', heard(said('gpu', 'none'), said('trust', 'own'))]);
  expect(factsOf(conversation, { gpu: 'compute' })).toEqual({ gpu: 'compute', trust: 'own' });
  expect(factsOf(conversation)).toEqual({ gpu: 'none', trust: 'own' });
});
