import type { Feature, Option, Source } from '../knowledge/schema.ts';
import type { Card } from './card.ts';
import { bulletFrom, figureFrom, oldest, sourcesOf } from './claims.ts';

const FIRST_BUTTONS = 3;

/** Several rows side by side: all eight classic ones, or those that were asked for. */
export function comparisonCard(features: readonly Feature[], sources: readonly Source[]): Card {
  const [only] = features;
  const few = features.length < 8;
  return {
    title: few
      ? `VM and container: ${features.map(({ name }) => name.toLowerCase()).join(', ')}`.slice(0, 90)
      : 'VM and container side by side',
    lead:
      features.length === 1 && only
        ? only.lead
        : 'VMs separate machines; containers package applications. Most teams use both.',
    parts: [
      {
        kind: 'table',
        head: ['Feature', 'VM', 'Container', 'Containers on VMs'],
        rows: features.map(({ name, vm, container, hybrid }) => [name, vm.short, container.short, hybrid.short]),
      },
      {
        kind: 'note',
        text: 'Each row has its "it depends": ask for a row, or describe your workload for advice on it.',
      },
    ],
    buttons: [
      ...features.slice(0, FIRST_BUTTONS).map(({ name }) => ({ label: name, says: `compare ${name}` })),
      { label: 'For my case', says: 'which one should I use' },
    ],
    sources: sourcesOf(
      features.flatMap(({ vm, container, hybrid }) => [vm, container, hybrid]),
      sources,
    ),
    reviewed: oldest(features),
  };
}

/** Two or three of the nine options side by side: what each is, when it is the answer and when not. */
export function optionsCard(options: readonly Option[], sources: readonly Source[]): Card {
  const shown = options.map((option) => ({ option, when: option.when.slice(0, 2), avoid: option.avoid.slice(0, 2) }));
  return {
    title: options.map(({ name }) => name).join(' vs '),
    lead: 'It depends on the workload; here is when each fits.',
    parts: shown.map(({ option, when, avoid }) => ({
      kind: 'bullets',
      heading: option.name,
      items: [
        bulletFrom(option.what),
        ...when.map((claim) => ({ ...bulletFrom(claim), text: `Good when: ${claim.text}` })),
        ...avoid.map((claim) => ({ ...bulletFrom(claim), text: `Not when: ${claim.text}` })),
      ],
    })),
    buttons: [
      { label: 'For my case', says: 'which one should I use' },
      { label: 'VM and container', says: 'compare VM and container' },
    ],
    sources: sourcesOf(
      shown.flatMap(({ option, when, avoid }) => [option.what, ...when, ...avoid]),
      sources,
    ),
    reviewed: oldest(options),
  };
}

/** One row in depth: each side's verdict, why they differ, where the short answer misleads, and figures. */
export function rowCard(
  feature: Feature,
  related: readonly Feature[],
  why: boolean,
  long: boolean,
  sources: readonly Source[],
): Card {
  const { name, vm, container, hybrid, nuance, figures } = feature;
  const nuances = long ? nuance : nuance.slice(0, 2);
  const numbers = long ? figures : figures.slice(0, 2);
  const sides = [
    { ...bulletFrom(vm), text: `VM: ${vm.text}` },
    { ...bulletFrom(container), text: `Container: ${container.text}` },
    { ...bulletFrom(hybrid), text: `Containers on VMs: ${hybrid.text}` },
  ];
  const reason = { ...bulletFrom(feature.why), text: `Why: ${feature.why.text}` };
  return {
    title: name,
    lead: feature.lead,
    parts: [
      { kind: 'bullets', heading: '', items: why ? [reason, ...sides] : [...sides, reason] },
      ...(nuances.length > 0 ? [{ kind: 'bullets' as const, heading: 'But', items: nuances.map(bulletFrom) }] : []),
      ...(numbers.length > 0
        ? [{ kind: 'bullets' as const, heading: 'In numbers', items: numbers.map(figureFrom) }]
        : []),
      { kind: 'note', text: feature['rule-of-thumb'] },
    ],
    buttons: [
      ...(nuances.length < nuance.length || numbers.length < figures.length
        ? [{ label: 'More detail', says: 'more detail' }]
        : []),
      ...related.slice(0, 2).map((other) => ({ label: other.name, says: `compare ${other.name}` })),
      { label: 'Compare all', says: 'compare VM and container' },
      { label: 'For my case', says: 'which one should I use' },
    ],
    sources: sourcesOf([vm, container, hybrid, feature.why, ...nuances, ...numbers], sources),
    reviewed: feature.reviewed,
  };
}
