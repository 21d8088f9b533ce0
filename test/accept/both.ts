import { sum, type Trial } from './trial.ts';

/** The same trial on several platforms: their figures together. */
export const onEach =
  (trials: Readonly<Record<string, Trial>>): Trial =>
  async () => {
    const findings = [];
    for (const [platform, trial] of Object.entries(trials)) findings.push({ platform, ...(await trial()) });
    return {
      value: sum(findings.map(({ value }) => value)),
      goal: findings[0]?.goal ?? '',
      pass: findings.every(({ pass }) => pass),
      detail: Object.fromEntries(findings.map(({ platform, value, detail }) => [platform, { value, ...detail }])),
    };
  };
