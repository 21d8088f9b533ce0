/** Text for a field that Slack reads as mark-up: it can neither mention anyone nor hold a link. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A link; signs of mark-up in its label become spaces. */
export function link(url: string, label: string): string {
  return `<${escaped(url.replace(/[<>|\s]/g, encodeURIComponent))}|${escaped(label.replace(/[*_~`|\n]/g, ' '))}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** What a person typed, from how Slack writes it: links as their labels, mentions left out, escapes undone. */
export function typed(text: string): string {
  return text
    .replace(/<[@!][^>]*>/g, ' ')
    .replace(/<#[^>|]*\|?([^>]*)>/g, '$1')
    .replace(/<([^>|]*)\|([^>]*)>/g, '$2')
    .replace(/<([^>]*)>/g, '$1')
    .replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();
}
