/** Where the good and the bad of each option are told. */
export const BENEFITS: Readonly<Record<string, string>> = {
  vm: 'when-vm',
  container: 'when-container',
  hybrid: 'hybrid',
};
export const DRAWBACKS: Readonly<Record<string, string>> = {
  vm: 'when-container',
  container: 'when-vm',
  hybrid: 'hybrid-challenge',
  kubevirt: 'hybrid-challenge',
};
/** Where an option is explained. */
export const HOME: Readonly<Record<string, string>> = {
  vm: 'overview-vm',
  container: 'overview-container',
  hybrid: 'hybrid',
  microvm: 'microvm-sandbox',
  'system-container': 'lxc',
  'bare-metal': 'bare-metal',
  serverless: 'serverless',
  wasm: 'glossary:webassembly',
  kubevirt: 'glossary:kubevirt',
};
/** Topics that say of a VM what another says of a container. */
export const TWINS: readonly (readonly [string, string])[] = [
  ['overview-vm', 'overview-container'],
  ['when-vm', 'when-container'],
  ['virtual-machine', 'containers'],
];
/** Topics that explain one option or product, not a difference. */
export const PORTRAITS: ReadonlySet<string> = new Set([
  ...Object.values(HOME),
  ...TWINS.flat(),
  'docker',
  'kubernetes',
  'hypervisor',
  'container-mechanics',
]);
/** Qualities that people speak of without naming the topic, by the cue that hears them: where each is told, the usual one first. */
export const QUALITIES: Readonly<Record<string, readonly string[]>> = {
  'about-speed': ['startup-time', 'performance'],
  'about-weight': ['resource-usage', 'density'],
  'about-size': ['image-size', 'resource-usage'],
  'about-safety': ['security', 'isolation'],
  'about-cost': ['cost-licensing'],
};
/** What a bare name stands for where it can only mean one side: "guests?" asks about VMs. */
export const SIDES: Readonly<Record<string, string>> = {
  'overview-vm': 'vm',
  'virtual-machine': 'vm',
  'when-vm': 'vm',
  'overview-container': 'container',
  containers: 'container',
  'when-container': 'container',
};
