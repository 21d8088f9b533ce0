import type { Learning } from '../answers/learning.ts';
import type { Quiz, Source } from '../knowledge/schema.ts';
import type { Card, Part } from './card.ts';
import { bulletFrom, sourcesOf } from './claims.ts';

/** A step of the tour, a lesson, a quiz question, or what an answer to it was worth. */
export function learningCard(learning: Learning, sources: readonly Source[], reviewed: string): Card {
  if (learning.kind === 'tour') return tourCard(learning, sources, reviewed);
  if (learning.kind === 'lesson') return lessonCard(learning, sources);
  return learning.choice === undefined ? questionCard(learning) : feedbackCard(learning, learning.choice, sources);
}

function tourCard(
  { stop, step, of, outcome }: Extract<Learning, { kind: 'tour' }>,
  sources: readonly Source[],
  reviewed: string,
): Card {
  const verdict = outcome?.kind === 'verdict' ? outcome : undefined;
  const cited = [stop.text, ...(verdict?.reasons.slice(0, 1) ?? [])];
  const practice: Part[] = stop.case
    ? [
        { kind: 'text', text: `A case: ${stop.case.text}` },
        ...(verdict
          ? [
              {
                kind: 'note' as const,
                text: `What would you choose? My rules say: ${verdict.option.name.toLowerCase()}. ${verdict.reasons[0]?.because ?? ''}`,
              },
            ]
          : []),
      ]
    : [];
  return {
    title: `Tour, step ${step} of ${of}`,
    lead: stop.title,
    parts: [{ kind: 'bullets', heading: '', items: [bulletFrom(stop.text)] }, ...practice],
    buttons: [
      step < of ? { label: 'Next step', says: 'next step' } : { label: 'First lesson', says: 'lesson 1' },
      { label: 'For my case', says: 'which one should I use' },
    ],
    sources: sourcesOf(cited, sources),
    reviewed,
  };
}

function lessonCard({ lesson, number, of }: Extract<Learning, { kind: 'lesson' }>, sources: readonly Source[]): Card {
  return {
    title: `Lesson ${number} of ${of}`,
    lead: lesson.title,
    parts: [
      { kind: 'text', text: lesson.objective },
      { kind: 'bullets', heading: '', items: lesson.points.map(bulletFrom) },
    ],
    buttons: [
      { label: 'Quiz me', says: 'quiz me' },
      ...(number < of ? [{ label: 'Next lesson', says: `lesson ${number + 1}` }] : []),
    ],
    sources: sourcesOf(lesson.points, sources),
    reviewed: lesson.reviewed,
  };
}

function questionCard({ lesson, quiz, question, of }: Extract<Learning, { kind: 'quiz' }>): Card {
  return {
    title: `${lesson.title}: question ${question} of ${of}`,
    lead: `Question ${question} of ${of}.`,
    parts: [
      { kind: 'text', text: quiz.question },
      { kind: 'text', text: quiz.choices.map((choice, index) => `${index + 1}. ${choice}`).join('\n') },
    ],
    buttons: quiz.choices.map((_, index) => ({ label: `Answer ${index + 1}`, says: `answer ${index + 1}` })),
    sources: [],
    reviewed: '',
  };
}

function feedbackCard(
  { lesson, quiz, last }: Extract<Learning, { kind: 'quiz' }>,
  choice: number,
  sources: readonly Source[],
): Card {
  return {
    title: lesson.title,
    lead: choice === quiz.answer ? 'Right.' : `Not quite: it is answer ${quiz.answer}.`,
    parts: [{ kind: 'bullets', heading: rightAnswer(quiz), items: [bulletFrom(quiz.because)] }],
    buttons: [last ? { label: 'Next lesson', says: 'next lesson' } : { label: 'Next question', says: 'quiz me' }],
    sources: sourcesOf([quiz.because], sources),
    reviewed: lesson.reviewed,
  };
}

const rightAnswer = ({ choices, answer }: Quiz): string => choices[answer - 1] ?? '';
