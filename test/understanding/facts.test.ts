import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/knowledge/schema.ts';
import { type FactsHeard, factsIn } from '../../src/understanding/facts.ts';
import { createLexicon } from '../../src/understanding/lexicon.ts';
import { clean, wordsOf } from '../../src/understanding/text.ts';
import { realKnowledge } from '../support.ts';

const knowledge = realKnowledge();
const lexicon = createLexicon(knowledge);

function hear(text: string): FactsHeard {
  const words = wordsOf(clean(text));
  return factsIn(words, lexicon.mentionsIn(words), knowledge.facts);
}

/** What was told, without what is merely suggested. */
function told(text: string): Record<string, Value> {
  const firm = hear(text).stated.filter(({ strength }) => strength !== 'suggested');
  return Object.fromEntries(firm.map(({ fact, value }) => [fact, value]));
}

describe('said outright', () => {
  test.each([
    ['needs windows server 2022', 'os-family', 'windows'],
    ['only windows', 'os-family', 'windows'],
    ['we need macOS to build the iOS app', 'os-family', 'macos'],
    ['freebsd server with pf', 'os-family', 'other-unix'],
    ['both windows and linux', 'os-family', 'mixed'],
    ['it loads its own kernel module', 'kernel-needs', 'own-kernel'],
    ['users upload scripts and we run them', 'trust', 'untrusted'],
    ['pull requests from forks run in our CI', 'trust', 'untrusted'],
    ['the AI writes code and we execute it', 'trust', 'untrusted'],
    ['customers upload code and we run it', 'trust', 'untrusted'],
    ['our customers share the machines', 'tenancy', 'external-customers'],
    ['PCI DSS', 'compliance', 'audited'],
    ['must be ready in milliseconds', 'startup', 'ms'],
    ['starts in minutes is fine', 'startup', 'minutes-ok'],
    ['it must not restart during host maintenance', 'live-migration', 'yes'],
    ['oracle per core licence', 'license', 'oracle-like'],
    ['the vendor supports it only in virtual machines', 'vendor-support', 'vm-only'],
    ['we train models on 8 GPUs', 'gpu', 'compute'],
    ['nobody here knows kubernetes', 'k8s-skill', 'none'],
    ['we already run kubernetes', 'existing-platform', 'kubernetes'],
    ["we can't change the code", 'can-change', 'no'],
    ['server 2008 app with RDP sessions', 'legacy-os', 'yes'],
  ])('%j tells %s=%s', (text, fact, value) => {
    expect(told(text)[fact]).toBe(value);
  });
});

describe('negated', () => {
  test.each([
    ['it needs no GPU', { gpu: 'none' }],
    ['there is no need for a GPU', { gpu: 'none' }],
    ['GPU is not needed', { gpu: 'none' }],
    ['no GPU needed', { gpu: 'none' }],
    ['it does not need its own kernel module', { 'kernel-needs': 'none' }],
    ['no GUI, no GPU and no kernel module', { gui: 'none', gpu: 'none', 'kernel-needs': 'none' }],
    ['no live migration needed', { 'live-migration': 'no' }],
    ['we do not run untrusted code', { trust: 'own' }],
    ['not Windows, it is Linux', { 'os-family': 'linux' }],
    ['it needs windows but no GPU', { 'os-family': 'windows', gpu: 'none' }],
    ['no need for windows', {}],
    ["it isn't a monolith", {}],
  ] as [string, Record<string, Value>][])('%j tells %j and no more', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test.each([
    ["it isn't a monolith", 'app-style', 'monolith'],
    ['no need for windows', 'os-family', 'windows'],
    ['it is not stateless', 'state', 'stateless'],
  ])('%j denies %s=%s', (text, fact, value) => {
    expect(hear(text).denied).toContainEqual({ fact, value });
    expect(told(text)[fact]).not.toBe(value);
  });

  test.each([
    ['no idea, it needs windows', 'windows'],
    ['no problem! it needs windows', 'windows'],
    ["I'm not sure but it needs windows", 'windows'],
  ])('%j denies nothing', (text, value) => {
    expect(told(text)['os-family']).toBe(value);
  });
});

describe('numbers and units', () => {
  test.each([
    ['40 services', 'instance-count', 40],
    ['we run forty containers', 'instance-count', 40],
    ['a dozen copies of it', 'instance-count', 12],
    ['1,200 instances', 'instance-count', 1200],
    ['a hundred containers', 'instance-count', 100],
    ['two engineers run it', 'ops-engineers', 2],
    ['15 people look after the platform', 'ops-engineers', 15],
    ['each device has 256 MB', 'device-ram-mb', 256],
    ['512MB of RAM per device', 'device-ram-mb', 512],
    ['8 GB of RAM per device', 'device-ram-mb', 8192],
    ['devices with 2GB RAM', 'device-ram-mb', 2048],
  ])('%j tells %s=%i', (text, fact, value) => {
    expect(told(text)[fact]).toBe(value);
  });

  test.each(['in 2026', 'it costs 500 dollars', 'port 8080'])('%j counts nothing', (text) => {
    const told = hear(text).stated.map(({ fact }) => fact);
    for (const counted of ['instance-count', 'ops-engineers', 'device-ram-mb']) expect(told).not.toContain(counted);
  });
});

test('several facts in one message are all heard', () => {
  expect(
    told('40 microservices on AWS, two engineers, nobody knows kubernetes, PCI DSS, we release daily'),
  ).toMatchObject({
    'app-style': 'microservices',
    environment: 'cloud',
    'instance-count': 40,
    'ops-engineers': 2,
    'k8s-skill': 'none',
    compliance: 'audited',
    'deploy-frequency': 'daily',
  });
});

describe('two things at once', () => {
  test('that cannot both be true are asked back', () => {
    const { contradictory } = hear('it is stateless but writes to local disk');
    expect(contradictory).toEqual([{ fact: 'state', values: ['stateless', 'local-state'] }]);
  });

  test.each([
    ['our own code and untrusted code from customers', 'trust', 'untrusted'],
    ['we are audited and a contract demands isolation by hypervisor', 'compliance', 'hw-isolation'],
    ['40 services and 200 containers', 'instance-count', 200],
  ])('in %j the stricter %s=%s stands', (text, fact, value) => {
    expect(told(text)[fact]).toBe(value);
    expect(hear(text).contradictory).toEqual([]);
  });
});

describe('what must not be concluded', () => {
  test.each([
    'customers',
    'our customers use the web shop every day',
    'it is for customers',
    'we host a shop for our clients',
    'many customers log in',
    'SaaS with 200 customers',
    'several customers share the machines',
    'customers upload photos',
    'each customer has a database',
  ])('customers who only use it are not strangers who write code: %j', (text) => {
    expect(hear(text).stated).not.toContainEqual(expect.objectContaining({ fact: 'trust', value: 'untrusted' }));
  });

  test.each([
    'employees use a VPN to reach it',
    'the app is only reachable over VPN',
    'we have a vpn',
    'a VPN client connects to the office',
    'it connects over a VPN',
    'site to site VPN to AWS',
  ])('a VPN in use is no kernel of its own: %j', (text) => {
    expect(hear(text).stated.map(({ fact }) => fact)).not.toContain('kernel-needs');
  });
});
