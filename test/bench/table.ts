type Cell = string | number;

/** Writes a heading and rows of plain text in columns; columns of figures stand to the right. */
export function printTable(heading: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const texts = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, at) => Math.max(...texts.map((row) => (row[at] ?? '').length)));
  const figures = columns.map((_, at) => at > 0 && rows.every((row) => /^[\d.,<≤>=+-]/.test(String(row[at] ?? '-'))));
  const lines = texts.map((row) =>
    row.map((text, at) => (figures[at] ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0))).join('   '),
  );
  print([heading, ...lines.map((line) => `  ${line.trimEnd()}`), ''].join('\n'));
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The columns of a figure with its goal: at most so much of it. */
export function goal(name: string, value: number, most: number, unit: string): Cell[] {
  return [name, `${round(value)}`, unit, `≤ ${most}`, value <= most ? 'met' : 'MISSED'];
}

export const GOAL_COLUMNS = ['figure', 'measured', 'unit', 'goal', 'verdict'] as const;

/** Three significant digits, and never fewer digits than stand before the point. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
