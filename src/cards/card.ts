/** A card as every platform can show it. All text is plain: an adapter escapes it for its own mark-up. */
export interface Card {
  /** What the card is about, short enough for the name of a thread. */
  title: string;
  /** The bottom line: what a reader takes away who reads no further. At most twelve words. */
  lead: string;
  parts: Part[];
  /** Distinct in what they say; the most useful first. */
  buttons: Button[];
  form?: Form;
  sources: SourceLink[];
  /** The oldest review date among the entries shown, such as "2026-11-23"; empty when nothing factual is shown. */
  reviewed: string;
}

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'bullets'; heading: string; items: Bullet[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'facts'; heading: string; rows: { name: string; value: string }[] };

/** One statement, with the keys of the sources it stands on. */
export interface Bullet {
  text: string;
  sources: string[];
}

export interface Button {
  label: string;
  /** What pressing it says, as if the person had typed it; at most 80 characters. */
  says: string;
}

/** Facts to be filled in at once: each adapter draws it its own way, and what was chosen is said as one utterance. */
export interface Form {
  title: string;
  fields: Field[];
}

export interface Field {
  fact: string;
  /** The fact in a few words, where there is no room for the question. */
  name: string;
  question: string;
  choices: Choice[];
  /** The value that was told already. */
  chosen?: string;
}

interface Choice extends Button {
  value: string;
}

export interface SourceLink {
  id: string;
  title: string;
  url: string;
}
