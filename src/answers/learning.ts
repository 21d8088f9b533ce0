import type { Request } from '../conversation/request.ts';
import type { Lesson, Quiz, Stop } from '../knowledge/schema.ts';
import { decide, type Outcome } from '../rules/verdict.ts';
import type { Sources } from './sources.ts';

/** A step of the tour, a lesson, a question of its quiz, or what an answer to it was worth. */
export type Learning =
  | { kind: 'tour'; stop: Stop; step: number; of: number; outcome: Outcome | undefined }
  | { kind: 'lesson'; lesson: Lesson; number: number; of: number }
  | {
      kind: 'quiz';
      lesson: Lesson;
      quiz: Quiz;
      question: number;
      of: number;
      choice: number | undefined;
      last: boolean;
    };

/** @throws Error when the place does not exist, which the conversation never asks for. */
export function teach(request: Extract<Request, { kind: 'tour' | 'lesson' }>, { knowledge, table }: Sources): Learning {
  const { tour, lessons } = knowledge.lessons;
  if (request.kind === 'tour') {
    const stop = tour[request.step - 1];
    if (!stop) throw new Error(`lessons.yaml has no tour step ${request.step}`);
    return {
      kind: 'tour',
      stop,
      step: request.step,
      of: tour.length,
      outcome: stop.case && decide(table, stop.case.facts),
    };
  }
  const lesson = lessons[request.lesson - 1];
  if (!lesson) throw new Error(`lessons.yaml has no lesson ${request.lesson}`);
  const quiz = lesson.quiz[request.question - 1];
  if (!quiz) return { kind: 'lesson', lesson, number: request.lesson, of: lessons.length };
  const of = lesson.quiz.length;
  return {
    kind: 'quiz',
    lesson,
    quiz,
    question: request.question,
    of,
    choice: request.choice,
    last: request.question === of,
  };
}
