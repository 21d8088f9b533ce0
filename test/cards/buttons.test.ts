import { describe, expect, test } from 'vitest';
import type { Reply } from '../../src/bot.ts';
import type { Button } from '../../src/cards/card.ts';
import { cardText } from '../../src/cards/text.ts';
import { realBot, realKnowledge, realUnderstand, talk } from '../support.ts';
import { gallery, type Shown, topics } from './gallery.ts';

const pack = realKnowledge();
const understand = realUnderstand();

/** Topics whose own words still lead to a neighbour (test-bugs 14). */
const AWAITING = new Set(
  'overview-vm overview-container glossary:virtualization glossary:guest-os glossary:vt-x glossary:passthrough glossary:failover-cluster glossary:snapshot glossary:esxi glossary:vgpu glossary:gpu-time-slicing glossary:vm-escape glossary:application-container glossary:user-namespace glossary:docker-desktop glossary:docker-compose glossary:docker-swarm glossary:cgroup-v2 glossary:windows-container glossary:gmsa glossary:orchestrator glossary:kubelet glossary:kubernetes-deployment glossary:rolling-update glossary:scale-to-zero glossary:load-balancer glossary:network-policy glossary:cuda glossary:eks glossary:lambda glossary:talos glossary:bin-packing glossary:configuration-drift glossary:cold-start glossary:high-availability glossary:disaster-recovery glossary:backup glossary:iops glossary:container-escape glossary:docker-socket glossary:pci-dss glossary:hipaa glossary:soc-2 glossary:iso-27001 glossary:fedramp glossary:overlay-network glossary:docker-in-docker glossary:container-apps'.split(
    ' ',
  ),
);
/** Values whose words state another fact as well, or too little (test-bugs 15 to 18, 21, 22). */
const UNCLEAR = new Set(
  'host-os=hypervisor host-os=cloud trust=own tenancy=internal-teams app-style=network-function app-style=iaas-hosting app-style=desktop environment=cloud environment=on-prem device-ram-mb=256 device-ram-mb=1024 device-ram-mb=8192 scale-pattern=scale-to-zero portability=multi needs-full-os=no existing-platform=hypervisor'.split(
    ' ',
  ),
);

const values = pack.facts.flatMap(({ id, values: all }) =>
  all.map(({ id: value, says }) => ({ fact: id, value, says })),
);

describe('the words of a topic ask for that topic', () => {
  test('and are short and all different', () => {
    const says = [...topics.values()].map((topic) => topic.says);
    expect(new Set(says).size).toBe(says.length);
    expect(says.filter((one) => one.length > 80)).toEqual([]);
  });

  test.each([...topics.values()].filter(({ id }) => !AWAITING.has(id)).map(({ says, id }) => [says, id] as const))(
    '%s → %s',
    (says, id) => {
      expect(talk(says)[0]?.summary.topic).toBe(id);
    },
  );
});

describe('the words of a value state that value', () => {
  test('and are short and all different', () => {
    expect(new Set(values.map(({ says }) => says)).size).toBe(values.length);
    expect(values.filter(({ says }) => says.length > 80)).toEqual([]);
  });

  test.each(
    values
      .filter(({ fact, value }) => !UNCLEAR.has(`${fact}=${value}`))
      .map(({ says, fact, value }) => [says, `${fact}=${value}`] as const),
  )('%s → %s and nothing else', (says, stated) => {
    const { facts, denied, contradictory } = understand(says);
    const firm = facts.filter(({ strength }) => strength !== 'suggested');
    expect(firm.map(({ fact, value }) => `${fact}=${value}`)).toEqual([stated]);
    expect(denied.map(({ fact, value }) => `${fact}=${value}`)).not.toContain(stated);
    expect(contradictory).toEqual([]);
  });
});

type Meant = (pressed: Reply, shown: Shown, button: Button) => boolean;

const titled =
  (title: RegExp): Meant =>
  ({ card }) =>
    title.test(card.title);
const shows =
  (topic: string | undefined): Meant =>
  ({ summary }) =>
    topic !== undefined && (AWAITING.has(topic) || summary.topic === topic);

/** What pressing a button with these words must do. */
const MEANT: Readonly<Record<string, Meant>> = {
  'why?': ({ summary, card }) => summary.intent === 'why' && card.title === 'Why',
  'what would change it?': ({ summary }) => summary.intent === 'what-if',
  'which one should I use': ({ summary }) =>
    ['recommend', 'refine'].includes(summary.intent) && summary.verdict !== null,
  'compare VM and container': shows('overview-difference'),
  'more detail': ({ card }, { reply }) =>
    card.title === reply.card.title && cardText(card).length > cardText(reply.card).length,
  'take the tour': titled(/^Tour, step 1 of 5$/),
  'next step': ({ card }, { reply }) =>
    Number(/step (\d)/.exec(card.title)?.[1]) === Number(/step (\d)/.exec(reply.card.title)?.[1]) + 1,
  'quiz me': titled(/: question \d of 3$/),
  'next lesson': titled(/^Lesson \d of 8$/),
  help: titled(/^VM or container\?$/),
  'start over': ({ summary, card }) => card.title === 'Start over' && Object.keys(summary.facts).length === 0,
  "don't know": ({ summary }, { reply }) =>
    !summary.refused && (summary.ask === null || summary.ask !== reply.summary.ask),
  yes: ({ summary }, { reply }) =>
    JSON.stringify(summary.facts) === JSON.stringify(reply.summary.facts) && summary.intent === 'refine',
  no: ({ summary }, { before }) =>
    summary.intent === 'refine' && Object.keys(summary.facts).length === Object.keys(before?.facts ?? {}).length,
};

const topicBySays = new Map([...topics.values()].map(({ says, id }) => [says, id]));
for (const { name, topic } of pack.features) topicBySays.set(`compare ${name}`, topic);
const valueBySays = new Map(values.map((value) => [value.says, value]));

function meantBy({ says }: Button): Meant {
  const lesson = /^lesson (\d)$/.exec(says)?.[1];
  if (lesson) return titled(new RegExp(`^Lesson ${lesson} of 8$`));
  if (/^answer \d$/.test(says)) return ({ card }) => /^(Right|Not quite)/.test(card.lead);
  const value = valueBySays.get(says);
  if (value)
    return ({ summary }) =>
      UNCLEAR.has(`${value.fact}=${value.value}`) || String(summary.facts[value.fact]) === value.value;
  const dive = pack.terms['deep-dives'].find(({ name }) => says === `deep dive: ${name}`);
  return MEANT[says] ?? shows(dive?.id ?? topicBySays.get(says));
}

test('pressing any button of any card does what it says', () => {
  const pressed = new Set<string>();
  const wrong: string[] = [];
  for (const shown of gallery) {
    for (const button of shown.reply.card.buttons) {
      const key = `${shown.reply.card.title} ${button.says} ${shown.reply.summary.topic}`;
      if (pressed.has(key)) continue;
      pressed.add(key);
      const reply = realBot().respond({ text: button.says, speaker: 'ana' }, shown.reply.conversation);
      if (!meantBy(button)(reply, shown, button))
        wrong.push(`«${shown.said}» [${button.says}] gave ${reply.card.title}: ${JSON.stringify(reply.summary)}`);
    }
  }
  expect(pressed.size).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
});
