import type { Decided } from '../answers/decided.ts';
import type { Option, Rule, Source } from '../knowledge/schema.ts';
import type { Verdict } from '../rules/verdict.ts';
import type { Button, Card, Part } from './card.ts';
import { plainCard, sourcesOf, valueLabel } from './claims.ts';
import { assumedNote, besidePart, caveats, changeNotes, changeSentence } from './notes.ts';
import { choiceButtons, formOf, questionPart } from './question.ts';

const MOST_REASONS = 3;
const TELL = 'Tell me what kind of workload it is, which operating system it needs and who writes the code.';
const KEEP = 'Say "yes" to keep this, "no" to drop it.';
const KEEP_OR_DROP: Button[] = [
  { label: 'Keep this', says: 'yes' },
  { label: 'Drop it', says: 'no' },
];

/** What to use and why; or the question that must be answered first; or the requirements that collide. */
export function verdictCard(
  decided: Decided,
  length: 'short' | 'long' | undefined,
  sources: readonly Source[],
  reviewed: string,
): Card {
  const { outcome } = decided;
  if (outcome.kind === 'conflict') return conflictCard(decided, outcome.rules, sources, reviewed);
  if (outcome.kind === 'ask') return askCard(decided, outcome.leaning, outcome.reasons, sources, reviewed);
  const reasons = outcome.reasons.slice(0, length === 'long' ? outcome.reasons.length : MOST_REASONS);
  const parts: Part[] = [
    ...changeNotes(decided),
    reasonsPart('Because', reasons),
    ...splitPart(decided),
    ...besidePart(decided),
    ...(length === 'short' ? [] : [{ kind: 'text' as const, text: standing(outcome, decided) }]),
    ...(length === 'long' ? [factsPart(decided)] : assumedNote(decided)),
    ...caveats(reasons),
    ...questionPart(decided),
  ];
  return {
    title: titleOf(decided),
    lead: leadOf(decided, outcome.option),
    parts,
    buttons: verdictButtons(decided),
    ...formOf(decided),
    sources: sourcesOf(
      [
        ...reasons,
        ...(decided.split?.reasons.slice(0, 2) ?? []),
        ...(decided.beside ? [decided.beside.vm, decided.beside.container] : []),
      ],
      sources,
    ),
    reviewed,
  };
}

function leadOf({ supposed, split }: Decided, option: Option): string {
  if (split) return `Split it: ${option.phrase}, and ${split.option.phrase} for that part.`;
  return supposed ? `Then: ${lowerFirst(option.verdict)}` : option.verdict;
}

/** The part of the workload that goes elsewhere, and why. */
export function splitPart({ split }: Decided): Part[] {
  if (!split) return [];
  const told = split.facts.map(({ fact, value }) => `${fact.name}: ${valueLabel(fact, value)}`).join('; ');
  return [reasonsPart(`That part (${told}) goes to ${split.option.phrase}`, split.reasons.slice(0, 2))];
}

const titleOf = ({ supposed }: Decided): string => (supposed ? 'What if' : 'Recommendation');

export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export function reasonsPart(heading: string, rules: readonly Rule[]): Part {
  return {
    kind: 'bullets',
    heading,
    items: rules.map(({ id, because, sources }) => ({ text: `${because} (${id})`, sources })),
  };
}

const CONFIDENCE = {
  high: 'High confidence',
  medium: 'Medium confidence',
  low: 'Low confidence',
} as const;

/** Confidence, the runner-up, what is ruled out, what would change it, and how robust it is. */
function standing({ confidence, runnerUp, excluded, robustness, changes }: Verdict, decided: Decided): string {
  const next = runnerUp ? ` Runner-up: ${runnerUp.option.phrase}, ${distance(runnerUp.margin)}.` : '';
  const out = excluded.length > 0 ? ` Ruled out: ${excluded.map(({ option }) => option.phrase).join(', ')}.` : '';
  const stays =
    robustness.same < robustness.of
      ? ` It stays so with ${robustness.same} of the ${robustness.of} answers that are still open.`
      : ' Nothing I could still ask would change it alone.';
  return `${CONFIDENCE[confidence]}.${next}${out}${stays}${changeSentence(changes[0], decided)}${decided.supposed ? ` ${KEEP}` : ''}`;
}

function distance(margin: number): string {
  if (margin === 0) return 'level with it';
  return margin < 2 ? 'close behind' : 'clearly behind';
}

export function factsPart({ facts }: Decided): Part {
  const rows = facts.map(({ fact, value, assumed }) => ({
    name: fact.name,
    value: `${valueLabel(fact, value)}${assumed ? ' (assumed)' : ''}`,
  }));
  return { kind: 'facts', heading: 'What I know', rows };
}

function verdictButtons({ ask, supposed }: Decided): Button[] {
  if (supposed) return [...KEEP_OR_DROP, { label: 'Why?', says: 'why?' }];
  return [
    ...(ask ? choiceButtons(ask) : []),
    { label: 'Why?', says: 'why?' },
    { label: 'What would change it?', says: 'what would change it?' },
  ];
}

function askCard(
  decided: Decided,
  leaning: Option | undefined,
  reasons: readonly Rule[],
  sources: readonly Source[],
  reviewed: string,
): Card {
  const shown = reasons.slice(0, 2);
  return {
    title: decided.supposed ? titleOf(decided) : 'One question first',
    lead: decided.split && leaning ? leadOf(decided, leaning) : openLead(decided),
    parts: [
      ...changeNotes(decided),
      ...splitPart(decided),
      ...(leaning
        ? [{ kind: 'text' as const, text: `So far it leans towards ${leaning.phrase}.` }, reasonsPart('', shown)]
        : []),
      ...assumedNote(decided),
      { kind: 'text', text: decided.ask?.question ?? (decided.supposed ? KEEP : TELL) },
    ],
    buttons: askButtons(decided),
    ...formOf(decided),
    sources: leaning ? sourcesOf([...shown, ...(decided.split?.reasons.slice(0, 2) ?? [])], sources) : [],
    reviewed: leaning ? reviewed : '',
  };
}

function openLead({ ask, supposed }: Decided): string {
  if (supposed) return 'Then it would be open.';
  return ask ? 'That depends; one more fact would help most.' : 'That is too little to decide on.';
}

function askButtons({ ask, supposed }: Decided): Button[] {
  if (supposed) return KEEP_OR_DROP;
  return [...(ask ? choiceButtons(ask) : []), { label: 'Compare all', says: 'compare VM and container' }];
}

function conflictCard(decided: Decided, rules: readonly Rule[], sources: readonly Source[], reviewed: string): Card {
  return {
    title: 'Requirements that collide',
    lead: 'No option meets all of these requirements.',
    parts: [
      ...changeNotes(decided),
      reasonsPart('These rules together leave nothing', rules),
      {
        kind: 'text',
        text: 'Which requirement can give way? Tell me, for example: "it may restart", or take one back with "actually no …".',
      },
    ],
    buttons: [{ label: 'Start over', says: 'start over' }],
    sources: sourcesOf(rules, sources),
    reviewed,
  };
}

/** One sentence that adds to a knowledge answer where the facts told so far point. */
export function tendencyNote({ outcome }: Decided): string {
  if (outcome.kind === 'conflict')
    return 'For your workload: the requirements you named leave no option; ask "which one" to see why.';
  if (outcome.kind === 'ask') {
    const leaning = outcome.leaning ? `it leans towards ${outcome.leaning.phrase}; ` : '';
    return `For your workload: ${leaning}ask "which one", and I will ask what I need to know.`;
  }
  return `For your workload I would use ${outcome.option.phrase} (${CONFIDENCE[outcome.confidence].toLowerCase()}); ask "which one" for the reasons.`;
}

/** A card for a talk without a verdict yet. */
export function nothingDecidedCard(): Card {
  return plainCard(
    'No recommendation yet',
    'There is no recommendation yet.',
    [{ kind: 'text', text: 'Describe your workload in a sentence or two first.' }],
    [{ label: 'For my case', says: 'which one should I use' }],
  );
}
