import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation, Place } from './conversation.ts';
import type { Advanced, Ground, Request } from './request.ts';

/** The tour and the lessons: starting, going on, answering a quiz, picking a lesson. */
export function learn(before: Conversation, heard: Understanding, ground: Ground): Advanced | undefined {
  const { place } = before;
  const choice = choiceIn(heard);
  if (place?.kind === 'lesson' && place.question > 0 && choice !== undefined)
    return go(before, place, {
      kind: 'lesson',
      lesson: place.lesson,
      question: place.question,
      choice,
      intent: 'tour',
    });
  const skips = before.focus.asked !== undefined && heard.cues.has('skip');
  if (heard.intent !== 'tour' || skips) return undefined;
  const next = nextPlace(place, heard, ground);
  return go(before, next, { ...next, intent: 'tour' });
}

function go(before: Conversation, place: Place, request: Request): Advanced {
  return { conversation: { ...before, place }, request };
}

/** "answer 2", "2" or "b" as the answer to a quiz. */
function choiceIn({ number, words, lettered }: Understanding): number | undefined {
  if (words > 3) return undefined;
  const choice = lettered ?? number;
  return choice !== undefined && choice >= 1 && choice <= 3 ? choice : undefined;
}

function nextPlace(place: Place | undefined, { cues, number }: Understanding, { tour, lessons }: Ground): Place {
  if (cues.has('lesson')) {
    const lesson = number ?? (place?.kind === 'lesson' ? place.lesson + 1 : 1);
    return { kind: 'lesson', lesson: Math.min(Math.max(lesson, 1), lessons.length), question: 0 };
  }
  if (number !== undefined && number >= 1 && number <= tour.length && !cues.has('begin'))
    return { kind: 'tour', step: number };
  if (!place || cues.has('begin')) return { kind: 'tour', step: 1 };
  return place.kind === 'tour' ? afterStep(place, tour) : afterQuestion(place, lessons);
}

/** The next step of the tour; after the last one come the lessons. */
function afterStep({ step }: Extract<Place, { kind: 'tour' }>, tour: Ground['tour']): Place {
  return step < tour.length ? { kind: 'tour', step: step + 1 } : { kind: 'lesson', lesson: 1, question: 0 };
}

/** The next question of the quiz; after the last one comes the next lesson. */
function afterQuestion(place: Extract<Place, { kind: 'lesson' }>, lessons: Ground['lessons']): Place {
  const questions = lessons[place.lesson - 1]?.quiz.length ?? 0;
  if (place.question < questions) return { ...place, question: place.question + 1 };
  return { kind: 'lesson', lesson: Math.min(place.lesson + 1, lessons.length), question: 0 };
}
