import type { Knowledge } from '../knowledge/load.ts';
import type { Topic } from '../knowledge/topics.ts';
import type { Table } from '../rules/table.ts';

/** What answering needs at hand, prepared once. */
export interface Sources {
  knowledge: Knowledge;
  topics: ReadonlyMap<string, Topic>;
  table: Table;
}
